import { isGuarded } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { authorizeViewer, planOperation, topicOperation } from '../operation/index.ts';
import { claimsOf, GatewayError, type Viewer } from '../ports/index.ts';
import { type CarriedTopic, purposeOfChannel, textOf, topicOf, topicsOfChannel } from '../schema/index.ts';

/** Decides whether a viewer may join a channel of neither a topic nor an operation. */
export type ChannelRule = (channel: string, viewer: Viewer) => boolean | Promise<boolean>;

/** A viewer that wants to receive the messages of a channel. */
export interface AdmissionQuestion {
  readonly channel: string;
  readonly viewer: Viewer | undefined;
}

/** The collaborators of {@link admitToChannel}. */
export type AdmissionOptions = Pick<EngineOptions, 'schema' | 'fields' | 'rules'> & {
  readonly channelRule: ChannelRule | undefined;
};

/**
 * Rejects a viewer that may not receive the messages of a channel:
 * - The fields' `authorize` decides about a topic channel.
 * - An operation channel is always rejected, because only the response to its subscription contains its `auth`.
 * - A public channel is open to every viewer.
 * - The rule decides about any other channel. Without a rule, it is rejected.
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
  // A scalar may parse a text as another value. Authorize the value encoded in the channel name.
  if (!plan || !meant || 'problem' in meant || meant.value.key !== topic.key)
    throw new GatewayError('FORBIDDEN', `"${channel}" names no topic of Subscription.${topic.field.name}.`);
  // The channel name contains the claims of its viewer.
  for (const [claim, value] of Object.entries(claims)) {
    if (viewer && textOf(claimsOf(viewer, [claim])[claim]) !== value) {
      throw new GatewayError('FORBIDDEN', `"${channel}" belongs to another "${claim}" than yours.`);
    }
  }
  await authorizeViewer({ field: topic.field, rules, args: plan.args(), viewer });
}
