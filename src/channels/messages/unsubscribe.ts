import type { App } from '../app.ts';
import { type Channel, tellChannel, userIdOf } from '../channel/index.ts';
import { type Connection, protocolEvent } from '../connection/index.ts';
import { countSubscribers } from './subscription-count.ts';

/** Leaves a channel. Leaving one that was never joined is not an error: pusher-js may say it twice. */
export function unsubscribe(app: App, connection: Connection, name: string): void {
  const channel = app.channels.get(name);
  if (!channel?.subscribers.delete(connection)) return;
  const memberId = connection.joined.get(name);
  connection.joined.delete(name);
  const isLast = channel.subscribers.size === 0;
  if (isLast) app.channels.delete(name);
  if (userIdOf(name) !== undefined) return;

  if (memberId !== undefined && removeMember(channel, memberId)) {
    tellChannel(channel, protocolEvent.memberRemoved, { user_id: memberId });
    app.webhooks.memberRemoved(name, memberId);
  }
  countSubscribers(app, channel);
  if (isLast) app.webhooks.vacated(name);
}

/** `true` when this was the user's last connection to the channel. */
function removeMember({ members }: Channel, id: string): boolean {
  const member = members.get(id);
  if (!member || --member.connections > 0) return false;
  members.delete(id);
  return true;
}
