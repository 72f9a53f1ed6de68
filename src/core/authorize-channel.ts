import { isGuarded, operationHashOf, parseChannel } from '../protocol/index.ts';
import { authorizeViewer } from './authorize-viewer.ts';
import type { EngineOptions } from './engine-options.ts';
import { GatewayError } from './errors.ts';
import { planOperation } from './plan-operation.ts';
import { type CarriedTopic, topicsOfChannel } from './topic.ts';
import { topicOperation } from './topic-operation.ts';
import type { ChannelAuth, Member } from './transport.ts';
import { claimsOf, type Viewer } from './viewer.ts';

/** Whether a viewer may join a channel that is neither a topic's nor an operation's. */
export type ChannelRule = (channel: string, viewer: Viewer | undefined) => boolean | Promise<boolean>;

/** What a connection wants to join. */
export interface ChannelQuestion {
  readonly socketId: string;
  readonly channel: string;
  readonly viewer: Viewer | undefined;
}

type Collaborators = Pick<EngineOptions, 'schema' | 'fields' | 'rules' | 'store' | 'transport' | 'lifetimes'>;

/**
 * Admits a connection to a channel by its name. A topic channel is admitted by its fields' `authorize` and registered,
 * so that events go there; an operation channel never, since only the answer to its subscription has its `auth`; any
 * other by the rule, and without a rule the answer is no.
 * @throws {GatewayError} `BAD_USER_INPUT`, `UNAUTHENTICATED`, `FORBIDDEN`, `STORE_UNAVAILABLE`.
 */
export async function authorizeChannel(
  options: Collaborators & { readonly channelRule: ChannelRule | undefined },
  { socketId, channel, viewer }: ChannelQuestion,
): Promise<ChannelAuth> {
  if (!isGuarded(channel)) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `"${channel}" is a public channel: it is joined without authorization.`,
    );
  }
  const topics = topicsOfChannel(options.fields, channel);
  if (topics.length > 0) {
    for (const carried of topics) await admitToTopic(options, carried, { channel, viewer });
  } else {
    if (!viewer)
      throw new GatewayError('UNAUTHENTICATED', `"${channel}" needs an authenticated viewer: send a token.`);
    const ours = parseChannel(channel).name.startsWith('gql-') || operationHashOf(channel) !== undefined;
    if (ours || (await options.channelRule?.(channel, viewer)) !== true) {
      throw new GatewayError('FORBIDDEN', `You may not join "${channel}".`);
    }
  }
  const auth = options.transport.authorize(socketId, channel, memberOf(channel, viewer));
  for (const carried of topics) await registerTopic(options, carried, { channel, viewer });
  return auth;
}

async function admitToTopic(
  { schema, rules }: Pick<Collaborators, 'schema' | 'rules'>,
  { topic, args, claims }: CarriedTopic,
  { channel, viewer }: Pick<ChannelQuestion, 'channel' | 'viewer'>,
): Promise<void> {
  const operation = topicOperation(schema, topic, args, '0', {});
  if (!operation)
    throw new GatewayError('FORBIDDEN', `"${channel}" names no topic of Subscription.${topic.field.name}.`);
  // The channel's name tells whose it is.
  for (const [claim, value] of Object.entries(claims)) {
    if (viewer && String(viewer.claims[claim]) !== value) {
      throw new GatewayError('FORBIDDEN', `"${channel}" belongs to another "${claim}" than yours.`);
    }
  }
  await authorizeViewer({ field: topic.field, rules, args: planOperation(schema, operation).args, viewer });
}

async function registerTopic(
  { schema, store, lifetimes }: Collaborators,
  { topic, args }: CarriedTopic,
  { channel, viewer }: Pick<ChannelQuestion, 'channel' | 'viewer'>,
): Promise<void> {
  const claims = claimsOf(viewer, topic.field.per);
  // The generation may change in between; the next one is right.
  for (let position: unknown; position === undefined; ) {
    const generation = await store.generations.current(topic.key);
    const operation = topicOperation(schema, topic, args, generation, claims);
    if (!operation) return;
    position = await store.registrations.add(
      operation,
      { channel, dialect: 'topic' },
      lifetimes.registration,
    );
  }
}

function memberOf(channel: string, viewer: Viewer | undefined): Member | undefined {
  if (parseChannel(channel).access !== 'PRESENCE' || !viewer) return undefined;
  return { id: viewer.id, ...(viewer.info ? { info: viewer.info } : {}) };
}
