/** Counts who needs a channel of a Pusher instance, since pusher-js itself subscribes and unsubscribes for all at once. */
import type { PusherChannel, PusherInstance } from './pusher-instance.ts';

interface Holders {
  count: number;
  /** The application had subscribed before us, so it is not ours to leave. */
  foreign: boolean;
}

/** A channel that stays subscribed until it is released. */
export interface ChannelHold {
  readonly channel: PusherChannel;
  /** It had been joined already: what Pusher sends on joining went to others. */
  readonly joinedBefore: boolean;
  /** Unsubscribes when nobody else needs the channel. Twice is not an error. */
  release(): void;
}

const holdersOf = new WeakMap<PusherInstance, Map<string, Holders>>();

/** Subscribes, or joins those who have. Throws what pusher-js throws, such as for encryption without its build. */
export function holdChannel(pusher: PusherInstance, name: string): ChannelHold {
  const held = holdersOf.get(pusher) ?? new Map<string, Holders>();
  holdersOf.set(pusher, held);
  const existing = pusher.channel(name);
  // Asked before subscribing, which takes a cancellation back.
  const holders = held.get(name) ?? { count: 0, foreign: existing?.subscriptionCancelled === false };
  const joinedBefore = existing?.subscribed === true;
  const channel = pusher.subscribe(name);
  held.set(name, holders);
  holders.count++;
  let released = false;
  return {
    channel,
    joinedBefore,
    release: () => {
      if (released) return;
      released = true;
      if (--holders.count > 0) return;
      held.delete(name);
      if (!holders.foreign) leave(pusher, name);
    },
  };
}

function leave(pusher: PusherInstance, name: string): void {
  pusher.unsubscribe(name);
  const channel = pusher.channel(name);
  if (!channel) return;
  // pusher-js leaves only when Pusher has answered the pending subscription. Should the connection be lost before, it
  // would forget that and join again on the next one.
  const forget = (): void => {
    for (const event of lost) pusher.connection.unbind(event, forget);
    if (channel.subscriptionCancelled && pusher.channel(name) === channel) pusher.unsubscribe(name);
  };
  const lost = ['connecting', 'disconnected'];
  for (const event of lost) pusher.connection.bind(event, forget);
}
