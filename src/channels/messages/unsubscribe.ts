import type { App } from '../app.ts';
import { type Channel, notifyChannel, userIdOf } from '../channel/index.ts';
import { type Connection, protocolEvent } from '../connection/index.ts';
import { reportSubscriptionCount } from './subscription-count.ts';

/** Unsubscribes a connection. An unknown subscription is not an error: pusher-js may unsubscribe twice. */
export function unsubscribe(app: App, connection: Connection, name: string): void {
  const channel = app.channels.get(name);
  if (!channel?.subscribers.delete(connection)) return;
  const memberId = connection.joined.get(name);
  connection.joined.delete(name);
  const isLast = channel.subscribers.size === 0;
  if (isLast) app.channels.delete(name);
  if (userIdOf(name) !== undefined) return;

  if (memberId !== undefined && removeMember(channel, memberId)) {
    notifyChannel(channel, protocolEvent.memberRemoved, { user_id: memberId });
    app.webhooks.memberRemoved(name, memberId);
  }
  reportSubscriptionCount(app, channel);
  if (isLast) app.webhooks.vacated(name);
}

/** Returns `true` if this was the user's last connection on the channel. */
function removeMember({ members }: Channel, id: string): boolean {
  const member = members.get(id);
  if (!member || --member.connections > 0) return false;
  members.delete(id);
  return true;
}
