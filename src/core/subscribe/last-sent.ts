import { LRUCache } from 'lru-cache';
import { isPosition, type Position } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';

/** Reads the position of the last message that Pusher keeps for an operation channel. */
export type LastSent = (channel: string) => Promise<Position | undefined>;

/** How long an answer of Pusher is used, in ms: clients that claim positions cause no more requests than that. */
const freshFor = 10_000;
const maxChannels = 1_000;

/**
 * Resolves with `undefined` where Pusher keeps no message, cannot be asked, or keeps one that it cannot read, such as an
 * encrypted one.
 */
export function createLastSent({
  transport,
  onError,
}: Pick<EngineOptions, 'transport' | 'onError'>): LastSent {
  const answers = new LRUCache<string, Promise<Position | undefined>>({ max: maxChannels, ttl: freshFor });

  async function ask(channel: string): Promise<Position | undefined> {
    try {
      const { cache } = await transport.channel(channel, ['cache']);
      const message: unknown = cache && JSON.parse(cache.data);
      return isPosition(message) ? { epoch: message.epoch, offset: message.offset } : undefined;
    } catch (error) {
      onError(error, `reading the last message of ${channel}`);
      return undefined;
    }
  }

  return (channel) => {
    const answer = answers.get(channel) ?? ask(channel);
    if (!answers.has(channel)) answers.set(channel, answer);
    return answer;
  };
}
