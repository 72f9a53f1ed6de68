import { parseChannel } from '../../protocol/index.ts';
import type { SubscriptionField } from './channel-directive.ts';
import { topicsOfChannel } from './topic.ts';

/**
 * What the gateway itself sends on a channel, so that nobody else may: whoever listens there believes it.
 * `undefined` for a channel that is not ours.
 */
export function purposeOfChannel(
  fields: ReadonlyMap<string, SubscriptionField>,
  channel: string,
): string | undefined {
  if (parseChannel(channel).name.startsWith('gql-')) return 'results of operations';
  const [carried] = topicsOfChannel(fields, channel);
  return carried && `events of Subscription.${carried.topic.field.name}`;
}
