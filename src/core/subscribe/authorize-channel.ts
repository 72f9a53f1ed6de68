import { isGuarded, parseChannel } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { topicOperation } from '../operation/index.ts';
import { type ChannelAuth, claimsOf, GatewayError } from '../ports/index.ts';
import { type CarriedTopic, parseCompatChannel, topicsOfChannel } from '../schema/index.ts';
import { type AdmissionOptions, type AdmissionQuestion, admitToChannel } from './admit-to-channel.ts';
import { admitToCompatChannel } from './admit-to-compat-channel.ts';
import { enforceQuotas } from './enforce-quotas.ts';
import { memberOf } from './member.ts';
import { retryWhileRevoked } from './retry-while-revoked.ts';

/** A connection that wants to join a channel. */
export interface ChannelQuestion extends AdmissionQuestion {
  readonly socketId: string;
}

type Collaborators = AdmissionOptions &
  Pick<EngineOptions, 'store' | 'rotateIfExpired' | 'transport' | 'lifetimes' | 'quotas' | 'observe'>;

/**
 * Authorizes a connection to join a channel: by {@link admitToCompatChannel} if the channel belongs to a compat client,
 * else by {@link admitToChannel}. A topic channel is registered, so that it receives events.
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
  const peer = parseCompatChannel(channel);
  if (peer && !peer.isOf(viewer)) throw new GatewayError('FORBIDDEN', `You may not join "${channel}".`);
  const { access } = parseChannel(channel);
  const topics = topicsOfChannel(options.fields, channel);
  await retryWhileRevoked(async () => {
    // Before `authorize` is called: if a topic is revoked while it runs, the store rejects the registration.
    const current: CurrentTopic[] = [];
    for (const carried of topics)
      current.push({ ...carried, generation: await options.rotateIfExpired(carried.topic.key) });
    if (peer) await admitToCompatChannel(options, channel, viewer);
    else await admitToChannel(options, { channel, viewer });
    if (access === 'ENCRYPTED' && !options.transport.canEncrypt) {
      throw new GatewayError(
        'BAD_USER_INPUT',
        `"${channel}" cannot be encrypted: this gateway has no encryption master key. Join a private channel.`,
      );
    }
    for (const topic of current)
      if (!(await registerTopic(options, topic, { channel, viewer }))) return undefined;
    return true;
  });
  const member = access === 'PRESENCE' && viewer ? memberOf(viewer) : undefined;
  return options.transport.authorize(socketId, channel, member);
}

/** A topic that the channel carries, with the generation that it had before `authorize` was called. */
interface CurrentTopic extends CarriedTopic {
  readonly generation: string;
}

/** Resolves with `false` if the topic has another generation by now. */
async function registerTopic(
  options: Collaborators,
  { topic, args, generation }: CurrentTopic,
  { channel, viewer }: AdmissionQuestion,
): Promise<boolean> {
  const { schema, store, lifetimes, observe } = options;
  const operation = topicOperation(schema, topic, args, generation, claimsOf(viewer, topic.field.per));
  if (!operation) return true;
  await enforceQuotas(options, { operation, rateLimitKey: viewer && `viewer ${viewer.id}` });
  const added = await store.registrations.add(
    operation,
    { channel, dialect: 'topic' },
    lifetimes.registration,
  );
  if (!added) return false;
  observe.registered?.({
    channel,
    operation: operation.id,
    topic: topic.key,
    field: topic.field.name,
    dialect: 'topic',
  });
  return true;
}
