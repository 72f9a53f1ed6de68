import { LRUCache } from 'lru-cache';

/** How much to ask of a store in one step, by topic: half as much after each failure, twice as much after a success. */
export interface ShrinkingSizes {
  /** `most` unless a step has failed. */
  of(topic: string, most: number): number;
  shrink(topic: string, failed: number): void;
  grow(topic: string): void;
}

/** Topics whose steps have failed, at most. */
const maxTopics = 10_000;

export function createShrinkingSizes(): ShrinkingSizes {
  const sizes = new LRUCache<string, number>({ max: maxTopics });
  return {
    of(topic, most) {
      const size = sizes.get(topic);
      if (size !== undefined && size >= most) sizes.delete(topic);
      return Math.min(size ?? most, most);
    },
    shrink: (topic, failed) => void sizes.set(topic, Math.max(1, Math.floor(failed / 2))),
    grow(topic) {
      const size = sizes.get(topic);
      if (size !== undefined) sizes.set(topic, 2 * size);
    },
  };
}
