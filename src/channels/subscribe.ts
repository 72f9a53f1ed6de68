import { isGuarded } from '../protocol/index.ts';
import type { App } from './app.ts';
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
import { channelMessage, tellChannel } from './broadcast.ts';
import { type Channel, createChannel, userIdOf } from './channel.ts';
import { channelNameFault } from './channel-name.ts';
import type { Connection } from './connection.ts';
import { protocolEvent } from './event-name.ts';
import { channelFrames } from './frame.ts';
import { countSubscribers } from './subscription-count.ts';

/** Joins a channel, or tells the client why it may not. */
export function subscribe(app: App, connection: Connection, request: SubscribeRequest): void {
  const { channel: name } = request;
  const { limits } = app.settings;
  if (connection.joined.has(name)) {
    const message = `Existing subscription to channel ${name}`;
    connection.send({ event: protocolEvent.error, data: { code: null, message } });
    return;
  }
  const fault = channelNameFault(name, limits);
  if (fault) return refuse(connection, name, invalid(fault));

  const known = app.channels.get(name);
  const channel = known ?? createChannel(name);
  const refusal = authRefusal(app, connection, request, channel.parsed.access);
  if (refusal) return refuse(connection, name, refusal);

  let member: JoiningMember | undefined;
  if (channel.parsed.access === 'PRESENCE') {
    const joining = joiningMember(connection, request.channel_data, limits);
    if (isRefusal(joining)) return refuse(connection, name, joining);
    if (!channel.members.has(joining.id) && channel.members.size >= limits.presenceMembers)
      return refuse(
        connection,
        name,
        tooMuch(`${name} has ${limits.presenceMembers} members, which is all it takes.`),
      );
    member = joining;
  }

  // From here on nothing can go wrong.
  if (!known) app.channels.set(name, channel);
  channel.subscribers.add(connection);
  connection.joined.set(name, member?.id);
  if (isGuarded(name)) connection.authorized = true;
  const isNewMember = member !== undefined && addMember(channel, member);

  connection.cork();
  connection.write(channelMessage(name, protocolEvent.subscribed, member ? rosterOf(channel) : {}));
  if (channel.parsed.cache) sendCached(app, connection, name);
  connection.uncork();

  if (userIdOf(name) !== undefined) return;
  if (!known) app.webhooks.occupied(name);
  if (member && isNewMember) {
    const data = { user_id: member.id, user_info: member.info };
    tellChannel(channel, protocolEvent.memberAdded, data, connection);
    app.webhooks.memberAdded(name, member.id);
  }
  countSubscribers(app, channel);
}

function refuse(connection: Connection, channel: string, refusal: Refusal): void {
  connection.send({ event: protocolEvent.subscriptionError, data: refusal, channel });
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
