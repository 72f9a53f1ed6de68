import type { EngineOptions } from '../engine-options.ts';
import { startWatch } from '../observation/index.ts';
import { createSend, type OutgoingMessage } from '../publish/index.ts';
import { resubscribeMessages } from './revalidate.ts';

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
   * webhooks that never came. Who is on a channel without a registration is told to ask again: a goodbye never came
   * there. Call it every few minutes.
   */
  reconcile(): Promise<void>;
}

/** Channels that registrations can be on begin with one of these. */
const prefixes = ['private-', 'presence-'];

export function createLifecycle({
  store: { registrations },
  transport,
  lifetimes,
  wait,
  random,
  observe,
}: Pick<EngineOptions, 'store' | 'transport' | 'lifetimes' | 'wait' | 'random' | 'observe'>): Lifecycle {
  const send = createSend(transport, { wait, random, observe });

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

  /**
   * Nothing is sent on a channel without a registration, and nothing there shows it: the goodbye was lost, or its sender
   * died before it. One that is not needed costs its subscribers a request.
   */
  async function tellForsaken(channels: Iterable<string>): Promise<void> {
    const messages: OutgoingMessage[] = [];
    for (const channel of channels) {
      // It may have come after the walk through the registrations had passed it.
      if ((await registrations.byChannel(channel)).length === 0)
        messages.push(...resubscribeMessages(channel));
    }
    await send(messages, async () => true);
  }

  return {
    channelOccupied: (channel) => registrations.expireIn(channel, lifetimes.registration),
    async channelVacated(channel) {
      if ((await registrations.byChannel(channel)).length > 0) await letLinger(channel);
    },
    async reconcile() {
      const elapsed = startWatch();
      let [compared, vacant] = [0, 0];
      const lists = await Promise.all(prefixes.map((prefix) => transport.channels(prefix)));
      const occupied = new Set(lists.flatMap((channels) => [...channels.keys()]));
      const forsaken = new Set([...occupied].filter((channel) => resubscribeMessages(channel).length > 0));
      for await (const { channel, dialect, expiresIn } of registrations.all()) {
        if (dialect === 'sse') continue;
        compared++;
        forsaken.delete(channel);
        if (occupied.has(channel)) {
          // One write in half a lifetime, and not in each round: a million registrations are a million writes.
          if (expiresIn < lifetimes.registration / 2)
            await registrations.expireIn(channel, lifetimes.registration);
          continue;
        }
        vacant++;
        if (expiresIn > lifetimes.linger) {
          // Not on the word of the list alone: somebody may have joined, and been told to us, since it was made.
          await letLinger(channel);
        }
      }
      await tellForsaken(forsaken);
      observe.reconciled?.({ milliseconds: elapsed(), registrations: compared, vacant });
    },
  };
}
