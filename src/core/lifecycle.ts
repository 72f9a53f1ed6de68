import type { EngineOptions } from './engine-options.ts';
import { startWatch } from './observer.ts';

/** Keeps registrations as long as somebody is on their channels, and not much longer. */
export interface Lifecycle {
  /** Pusher says that somebody joined. Told twice, or late, it does no harm. */
  channelOccupied(channel: string): Promise<void>;
  /**
   * Pusher says that the last one left; Pusher is asked whether that still holds, since webhooks arrive late. While
   * this rejects the webhook must come again.
   */
  channelVacated(channel: string): Promise<void>;
  /**
   * Compares every registration with the channels that Pusher says are occupied, and renews it or lets it linger: for
   * webhooks that never came. Call it every few minutes.
   */
  reconcile(): Promise<void>;
}

/** Channels that registrations can be on begin with one of these. */
const prefixes = ['private-', 'presence-'];

export function createLifecycle({
  store: { registrations },
  transport,
  lifetimes,
  now,
  observe,
}: Pick<EngineOptions, 'store' | 'transport' | 'lifetimes' | 'now' | 'observe'>): Lifecycle {
  /**
   * Lets the channel's registrations linger, unless somebody is on it. Pusher is asked when they are shortened already:
   * whoever joins from then on is told to us afterwards, and cannot be overruled by what was true before.
   */
  async function letLinger(channel: string): Promise<void> {
    await registrations.expireIn(channel, lifetimes.linger);
    // As long as Pusher does not say otherwise.
    let isOccupied = true;
    try {
      isOccupied = (await transport.channel(channel)).occupied;
    } finally {
      if (isOccupied) await registrations.expireIn(channel, lifetimes.registration);
    }
  }

  return {
    channelOccupied: (channel) => registrations.expireIn(channel, lifetimes.registration),
    async channelVacated(channel) {
      if ((await registrations.byChannel(channel)).length > 0) await letLinger(channel);
    },
    async reconcile() {
      // Before the registrations are read: one that came after this may be occupied without being in it.
      const askedAt = now();
      const elapsed = startWatch();
      let [compared, vacant] = [0, 0];
      const occupied = await Promise.all(prefixes.map((prefix) => transport.channels(prefix)));
      for await (const { channel, dialect, expiresAt } of registrations.all()) {
        if (dialect === 'sse') continue;
        compared++;
        if (occupied.some((channels) => channels.has(channel))) {
          await registrations.expireIn(channel, lifetimes.registration);
          continue;
        }
        vacant++;
        if (expiresAt > askedAt + lifetimes.linger) {
          // Not on the word of the list alone: somebody may have joined, and been told to us, since it was made.
          await letLinger(channel);
        }
      }
      observe.reconciled?.({ milliseconds: elapsed(), registrations: compared, vacant });
    },
  };
}
