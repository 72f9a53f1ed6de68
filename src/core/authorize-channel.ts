import { isGuarded, parseChannel } from '../protocol/index.ts';
import { type AdmissionOptions, type AdmissionQuestion, admitToChannel } from './admit-to-channel.ts';
import { admitToPeerChannel } from './admit-to-peer-channel.ts';
import type { EngineOptions } from './engine-options.ts';
import { GatewayError } from './errors.ts';
import { memberOf } from './member.ts';
import { parsePeerChannel } from './peer-channel.ts';
import type { CarriedTopic } from './topic.ts';
import { topicOperation } from './topic-operation.ts';
import type { ChannelAuth } from './transport.ts';
import { claimsOf } from './viewer.ts';
import { withinQuotas } from './within-quotas.ts';

/** What a connection wants to join. */
export interface ChannelQuestion extends AdmissionQuestion {
  readonly socketId: string;
}

type Collaborators = AdmissionOptions &
  Pick<EngineOptions, 'store' | 'transport' | 'lifetimes' | 'quotas' | 'observe'>;

/**
 * Lets a connection join a channel by its name, as {@link admitToChannel} has it, or {@link admitToPeerChannel} for
 * the channel of a peer's client. A topic channel is registered, so that events go there.
 * @throws {GatewayError} `BAD_USER_INPUT`, `UNAUTHENTICATED`, `FORBIDDEN`, `STORE_UNAVAILABLE`.
 */
export async function authorizeChannel(
  options: Collaborators,
  { socketId, channel, viewer }: ChannelQuestion,
): Promise<ChannelAuth> {
  if (!isGuarded(channel)) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `"${channel}" is a public channel: it is joined without authorization.`,
    );
  }
  const peer = parsePeerChannel(channel);
  if (peer && !peer.isOf(viewer)) throw new GatewayError('FORBIDDEN', `You may not join "${channel}".`);
  if (peer) await admitToPeerChannel(options, channel, viewer);
  const topics = peer ? [] : await admitToChannel(options, { channel, viewer });
  const { access } = parseChannel(channel);
  if (access === 'ENCRYPTED' && !options.transport.canEncrypt) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `"${channel}" cannot be encrypted: this gateway has no encryption master key. Join a private channel.`,
    );
  }
  const member = access === 'PRESENCE' && viewer ? memberOf(viewer) : undefined;
  const auth = options.transport.authorize(socketId, channel, member);
  for (const carried of topics) await registerTopic(options, carried, { channel, viewer });
  return auth;
}

async function registerTopic(
  options: Collaborators,
  { topic, args }: CarriedTopic,
  { channel, viewer }: AdmissionQuestion,
): Promise<void> {
  const { schema, store, lifetimes, observe } = options;
  const claims = claimsOf(viewer, topic.field.per);
  // The generation may change in between; the next one is right.
  for (let position: unknown; position === undefined; ) {
    const generation = await store.generations.current(topic.key);
    const operation = topicOperation(schema, topic, args, generation, claims);
    if (!operation) return;
    await withinQuotas(options, { operation, asker: viewer && `viewer ${viewer.id}` });
    position = await store.registrations.add(
      operation,
      { channel, dialect: 'topic' },
      lifetimes.registration,
    );
    if (!position) continue;
    observe.registered?.({
      channel,
      operation: operation.id,
      topic: topic.key,
      field: topic.field.name,
      dialect: 'topic',
    });
  }
}
