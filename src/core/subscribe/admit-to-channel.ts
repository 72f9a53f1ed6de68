import { isGuarded } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { authorizeViewer, planOperation, topicOperation } from '../operation/index.ts';
import { claimsOf, GatewayError, type Viewer } from '../ports/index.ts';
import { type CarriedTopic, purposeOfChannel, textOf, topicOf, topicsOfChannel } from '../schema/index.ts';

/** Whether a viewer may join a channel that is neither a topic's nor an operation's. */
export type ChannelRule = (channel: string, viewer: Viewer) => boolean | Promise<boolean>;

/** Who wants to hear what passes on which channel. */
export interface AdmissionQuestion {
  readonly channel: string;
  readonly viewer: Viewer | undefined;
}

/** The collaborators of {@link admitToChannel}. */
export type AdmissionOptions = Pick<EngineOptions, 'schema' | 'fields' | 'rules'> & {
  readonly channelRule: ChannelRule | undefined;
};

/**
 * Whether a viewer may hear what passes on a channel. A topic channel: by its fields' `authorize`. An operation
 * channel: never, since only the answer to its subscription has its `auth`. A public one: anybody. Any other: by the
 * rule, and without a rule the answer is no.
 * @throws {GatewayError} `UNAUTHENTICATED`, `FORBIDDEN`, `BAD_USER_INPUT`.
 */
export async function admitToChannel(
  options: AdmissionOptions,
  { channel, viewer }: AdmissionQuestion,
): Promise<void> {
  const topics = topicsOfChannel(options.fields, channel);
  for (const carried of topics) await admitToTopic(options, carried, { channel, viewer });
  if (topics.length > 0) return;
  const ours = purposeOfChannel(options.fields, channel) !== undefined;
  if (!isGuarded(channel) && !ours) return;
  if (!viewer)
    throw new GatewayError('UNAUTHENTICATED', `"${channel}" needs an authenticated viewer: send a token.`);
  if (ours || (await options.channelRule?.(channel, viewer)) !== true) {
    throw new GatewayError('FORBIDDEN', `You may not join "${channel}".`);
  }
}

async function admitToTopic(
  { schema, rules }: Pick<AdmissionOptions, 'schema' | 'rules'>,
  { topic, args, claims }: CarriedTopic,
  { channel, viewer }: AdmissionQuestion,
): Promise<void> {
  const operation = topicOperation(schema, topic, args, '0', {});
  const plan = operation && planOperation(schema, operation);
  const meant = plan && topicOf(topic.field, plan.args(), claims);
  // A scalar may read a text as another value. The one that is authorized has to be the one that the name tells.
  if (!plan || !meant || 'problem' in meant || meant.value.key !== topic.key)
    throw new GatewayError('FORBIDDEN', `"${channel}" names no topic of Subscription.${topic.field.name}.`);
  // The channel's name tells whose it is.
  for (const [claim, value] of Object.entries(claims)) {
    if (viewer && textOf(claimsOf(viewer, [claim])[claim]) !== value) {
      throw new GatewayError('FORBIDDEN', `"${channel}" belongs to another "${claim}" than yours.`);
    }
  }
  await authorizeViewer({ field: topic.field, rules, args: plan.args(), viewer });
}
