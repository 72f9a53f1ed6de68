import type { ChannelFacts } from '../core/index.ts';
import type { ChannelCounts } from './generated/resolvers.ts';

/** A channel's counts as the schema has them. */
export function countsOf(name: string, facts: ChannelFacts = {}): ChannelCounts {
  return {
    name,
    userCount: facts.userCount ?? null,
    subscriptionCount: facts.subscriptionCount ?? null,
  };
}
