import { LRUCache } from 'lru-cache';
import { isPosition, type Position } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';

/** Reads the position of the last message that Pusher keeps for an operation channel. */
export type LastSent = (channel: string) => Promise<Position | undefined>;

/** How long a response of Pusher is cached, in ms. It bounds the requests that clients can cause by wrong positions. */
const freshFor = 10_000;
const maxChannels = 1_000;

/**
 * Creates the function. It resolves with `undefined` if Pusher has no message, is unavailable, or has a message that the
 * gateway cannot read, such as an encrypted one.
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
