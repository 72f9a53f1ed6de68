import { isGuarded, parseChannel } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { topicOperation } from '../operation/index.ts';
import { type ChannelAuth, claimsOf, GatewayError } from '../ports/index.ts';
import { type CarriedTopic, parseCompatChannel, topicsOfChannel } from '../schema/index.ts';
import { type AdmissionOptions, type AdmissionQuestion, admitToChannel } from './admit-to-channel.ts';
import { admitToCompatChannel } from './admit-to-compat-channel.ts';
import { enforceQuotas } from './enforce-quotas.ts';
import { memberOf } from './member.ts';

/** What a connection wants to join. */
export interface ChannelQuestion extends AdmissionQuestion {
  readonly socketId: string;
}

type Collaborators = AdmissionOptions &
  Pick<EngineOptions, 'store' | 'rotateIfExpired' | 'transport' | 'lifetimes' | 'quotas' | 'observe'>;

/** How often the rules are asked again because a topic was revoked meanwhile. */
const maxRevocations = 5;

/**
 * Lets a connection join a channel by its name, as {@link admitToChannel} has it, or {@link admitToCompatChannel} for
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
  const peer = parseCompatChannel(channel);
  if (peer && !peer.isOf(viewer)) throw new GatewayError('FORBIDDEN', `You may not join "${channel}".`);
  const { access } = parseChannel(channel);
  const admit = peer
    ? () => admitToCompatChannel(options, channel, viewer).then(() => [])
    : () => admitToChannel(options, { channel, viewer });
  await admitAndRegister(options, { channel, viewer }, async () => {
    const topics = await admit();
    if (access === 'ENCRYPTED' && !options.transport.canEncrypt) {
      throw new GatewayError(
        'BAD_USER_INPUT',
        `"${channel}" cannot be encrypted: this gateway has no encryption master key. Join a private channel.`,
      );
    }
    return topics;
  });
  const member = access === 'PRESENCE' && viewer ? memberOf(viewer) : undefined;
  return options.transport.authorize(socketId, channel, member);
}

/**
 * Registers a topic channel under the generations that its topics had before `admit` asked `authorize`. If one was
 * revoked in between, the store rejects the registration, and `authorize` is asked again.
 */
async function admitAndRegister(
  options: Collaborators,
  { channel, viewer }: AdmissionQuestion,
  admit: () => Promise<readonly CarriedTopic[]>,
): Promise<void> {
  for (let attempt = 0; attempt < maxRevocations; attempt++) {
    const generations = new Map<string, string>();
    for (const { topic } of topicsOfChannel(options.fields, channel))
      generations.set(topic.key, await options.rotateIfExpired(topic.key));
    const topics = await admit();
    if (await registerTopics(options, topics, generations, { channel, viewer })) return;
  }
  throw new GatewayError('STORE_UNAVAILABLE', 'The topic is being revoked again and again; try later.');
}

/** False when a topic's generation is another by now. */
async function registerTopics(
  options: Collaborators,
  topics: readonly CarriedTopic[],
  generations: ReadonlyMap<string, string>,
  { channel, viewer }: AdmissionQuestion,
): Promise<boolean> {
  const { schema, store, lifetimes, observe } = options;
  for (const { topic, args } of topics) {
    const generation = generations.get(topic.key);
    if (generation === undefined) return false;
    const operation = topicOperation(schema, topic, args, generation, claimsOf(viewer, topic.field.per));
    if (!operation) continue;
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
  }
  return true;
}
