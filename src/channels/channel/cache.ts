/** The last events of cache channels. They outlive the channel's subscribers. */

export interface CachedEvent {
  event: string;
  data: string;
  expiresAt: number;
}

export interface EventCache {
  /** `undefined` when there was none in time. */
  get(channel: string): CachedEvent | undefined;
  set(channel: string, event: string, data: string): void;
  /** Milliseconds that the event is still kept. */
  timeLeftOf(cached: CachedEvent): number;
  /** Frees what nobody asked for again. */
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
      // Set anew, so that the map stays in the order of expiry.
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
