import { isGuarded } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import {
  type Channel,
  channelMessage,
  channelNameFault,
  createChannel,
  tellChannel,
  userIdOf,
} from '../channel/index.ts';
import { type Complaint, type Connection, channelFrames, protocolEvent } from '../connection/index.ts';
import {
  authRefusal,
  invalid,
  isRefusal,
  type JoiningMember,
  joiningMember,
  type Refusal,
  type SubscribeRequest,
  tooMuch,
} from './authorization.ts';
import { countSubscribers } from './subscription-count.ts';

/**
 * A refusal reaches the client twice: as `pusher:subscription_error` on the channel, which pusher-js shows there, and as
 * the `pusher:error` that hosted Pusher sends, which other clients listen for.
 */
export function rejectSubscription(connection: Connection, channel: string, refusal: Refusal): Complaint {
  connection.send({ event: protocolEvent.subscriptionError, data: refusal, channel });
  return { message: refusal.error };
}

/** Joins a channel, or rejects the subscription. */
export function subscribe(
  app: App,
  connection: Connection,
  request: SubscribeRequest,
): Complaint | undefined {
  const { channel: name } = request;
  if (connection.joined.has(name)) return { message: `Existing subscription to channel ${name}` };
  const known = app.channels.get(name);
  const channel = known ?? createChannel(name);
  const admitted = admit(app, connection, request, channel);
  if (isRefusal(admitted)) return rejectSubscription(connection, name, admitted);

  const { member } = admitted;
  if (!known) app.channels.set(name, channel);
  channel.subscribers.add(connection);
  connection.joined.set(name, member?.id);
  if (isGuarded(name)) connection.authorized = true;
  const isNewMember = member !== undefined && addMember(channel, member);

  connection.cork();
  connection.write(channelMessage(name, protocolEvent.subscribed, member ? rosterOf(channel) : {}));
  if (channel.parsed.cache) sendCached(app, connection, name);
  connection.uncork();

  if (userIdOf(name) !== undefined) return undefined;
  if (!known) app.webhooks.occupied(name);
  if (member && isNewMember) {
    const data = { user_id: member.id, user_info: member.info };
    tellChannel(channel, protocolEvent.memberAdded, data, connection);
    app.webhooks.memberAdded(name, member.id);
  }
  countSubscribers(app, channel);
  return undefined;
}

/** Whether a connection may join, and on a presence channel as whom. */
function admit(
  app: App,
  connection: Connection,
  request: SubscribeRequest,
  { name, parsed, members }: Channel,
): { member: JoiningMember | undefined } | Refusal {
  const { limits } = app.settings;
  const fault = channelNameFault(name, limits);
  if (fault) return invalid(fault);
  const refusal = authRefusal(app, connection, request, parsed.access);
  if (refusal) return refusal;
  if (connection.joined.size >= limits.channelsPerConnection)
    return tooMuch(
      `A connection may join at most ${limits.channelsPerConnection} channels: unsubscribe from one before joining ${name}.`,
    );
  if (parsed.access !== 'PRESENCE') return { member: undefined };
  const member = joiningMember(connection, request, limits);
  if (isRefusal(member)) return member;
  if (!members.has(member.id) && members.size >= limits.presenceMembers)
    return tooMuch(`${name} has ${limits.presenceMembers} members, which is all it takes.`);
  return { member };
}

/** `true` when this is the user's first connection to the channel. */
function addMember(channel: Channel, { id, info }: JoiningMember): boolean {
  const present = channel.members.get(id);
  if (present) {
    present.connections++;
    return false;
  }
  channel.members.set(id, { info, connections: 1 });
  return true;
}

function rosterOf({ members }: Channel): unknown {
  return {
    presence: {
      ids: [...members.keys()],
      // A member that says nothing of itself is there all the same.
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
  app.webhooks.tell({ name: 'cache_miss', channel, data: '{}' });
}
