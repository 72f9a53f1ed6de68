/** The last event of each cache channel. It remains when all subscribers have left. */

export interface CachedEvent {
  event: string;
  data: string;
  expiresAt: number;
}

export interface EventCache {
  /** Returns `undefined` if there is no event, or if it has expired. */
  get(channel: string): CachedEvent | undefined;
  set(channel: string, event: string, data: string): void;
  /** Returns the milliseconds until the event expires. */
  timeLeftOf(cached: CachedEvent): number;
  /** Deletes expired events. */
  sweep(): void;
}

export function createEventCache(ttl: number, now: () => number): EventCache {
  const events = new Map<string, CachedEvent>();
  return {
    get(channel) {
      const cached = events.get(channel);
      return cached && cached.expiresAt > now() ? cached : undefined;
    },
    set(channel, event, data) {
      // Deleting it first moves it to the end, so that the map stays sorted by expiry.
      events.delete(channel);
      events.set(channel, { event, data, expiresAt: now() + ttl });
    },
    timeLeftOf: (cached) => Math.max(0, cached.expiresAt - now()),
    sweep() {
      for (const [channel, cached] of events) {
        if (cached.expiresAt > now()) break;
        events.delete(channel);
      }
    },
  };
}
