import { isGuarded } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import {
  type Channel,
  channelMessage,
  channelNameProblem,
  createChannel,
  notifyChannel,
  userIdOf,
} from '../channel/index.ts';
import { type Connection, channelFrames, type MessageProblem, protocolEvent } from '../connection/index.ts';
import {
  authRejection,
  invalid,
  isRejection,
  type JoiningMember,
  joiningMember,
  type Rejection,
  type SubscribeRequest,
  tooMuch,
} from './authorization.ts';
import { reportSubscriptionCount } from './subscription-count.ts';

/**
 * Sends `pusher:subscription_error` on the channel, which pusher-js emits there. The returned problem becomes the
 * `pusher:error` that hosted Pusher sends, which other clients listen for.
 */
export function rejectSubscription(
  connection: Connection,
  channel: string,
  rejection: Rejection,
): MessageProblem {
  connection.send({ event: protocolEvent.subscriptionError, data: rejection, channel });
  return { message: rejection.error };
}

/** Subscribes a connection to a channel, or rejects the subscription. */
export function subscribe(
  app: App,
  connection: Connection,
  request: SubscribeRequest,
): MessageProblem | undefined {
  const { channel: name } = request;
  if (connection.joined.has(name)) return { message: `Existing subscription to channel ${name}` };
  const known = app.channels.get(name);
  const channel = known ?? createChannel(name);
  const admitted = admit(app, connection, request, channel);
  if (isRejection(admitted)) return rejectSubscription(connection, name, admitted);

  const { member } = admitted;
  if (!known) app.channels.set(name, channel);
  channel.subscribers.add(connection);
  connection.joined.set(name, member?.id);
  if (isGuarded(name)) connection.authorized = true;
  const isNewMember = member !== undefined && addMember(channel, member);

  connection.cork();
  connection.write(channelMessage(name, protocolEvent.subscribed, member ? presenceDataOf(channel) : {}));
  if (channel.parsed.cache) sendCached(app, connection, name);
  connection.uncork();

  if (userIdOf(name) !== undefined) return undefined;
  if (!known) app.webhooks.occupied(name);
  if (member && isNewMember) {
    const data = { user_id: member.id, user_info: member.info };
    notifyChannel(channel, protocolEvent.memberAdded, data, connection);
    app.webhooks.memberAdded(name, member.id);
  }
  reportSubscriptionCount(app, channel);
  return undefined;
}

/** Authorizes a subscription and checks the limits. Returns the member on a presence channel. */
function admit(
  app: App,
  connection: Connection,
  request: SubscribeRequest,
  { name, parsed, members }: Channel,
): { member: JoiningMember | undefined } | Rejection {
  const { limits } = app.settings;
  const problem = channelNameProblem(name, limits);
  if (problem) return invalid(problem);
  const rejection = authRejection(app, connection, request, parsed.access);
  if (rejection) return rejection;
  if (connection.joined.size >= limits.channelsPerConnection)
    return tooMuch(
      `This connection has reached its maximum of ${limits.channelsPerConnection} channels. Unsubscribe from one before you subscribe to ${name}.`,
    );
  if (parsed.access !== 'PRESENCE') return { member: undefined };
  const member = joiningMember(connection, request, limits);
  if (isRejection(member)) return member;
  if (!members.has(member.id) && members.size >= limits.presenceMembers)
    return tooMuch(`${name} has reached its maximum of ${limits.presenceMembers} members.`);
  return { member };
}

/** Returns `true` if this is the user's first connection on the channel. */
function addMember(channel: Channel, { id, info }: JoiningMember): boolean {
  const present = channel.members.get(id);
  if (present) {
    present.connections++;
    return false;
  }
  channel.members.set(id, { info, connections: 1 });
  return true;
}

function presenceDataOf({ members }: Channel): unknown {
  return {
    presence: {
      ids: [...members.keys()],
      // Without `null`, JSON would omit a member without info.
      hash: Object.fromEntries([...members].map(([id, { info }]) => [id, info ?? null])),
      count: members.size,
    },
  };
}

function sendCached(app: App, connection: Connection, channel: string): void {
  const cached = app.cache.get(channel);
  if (cached) {
    connection.write(channelFrames(cached.event, cached.data)(channel));
    return;
  }
  connection.write(channelMessage(channel, protocolEvent.cacheMiss, {}));
  app.webhooks.enqueue({ name: 'cache_miss', channel, data: '{}' });
}
