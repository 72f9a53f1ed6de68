/** Counts who needs a channel of a Pusher instance, since pusher-js itself subscribes and unsubscribes for all at once. */
import { refusalOf } from '../ordering/index.ts';
import type { PusherChannel, PusherInstance } from './pusher-instance.ts';

interface Holders {
  count: number;
  /** The application had subscribed before us, so it is not ours to leave. */
  foreign: boolean;
}

export interface HoldOptions {
  /** Stay bound until the channel is released. */
  bindings: readonly (readonly [event: string, listener: (message: unknown) => void])[];
  /** Called when other code had left the channel or unbound a listener, and both are undone. Messages can be lost. */
  onRestored?: () => void;
  /** Called with `{ type, error, status }`, as of pusher-js, when Pusher or the authorizer refuses the subscription. */
  onRefused: (refusal: unknown) => void;
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

const checkMilliseconds = 1_000;
/** A server that reports a refusal in both ways does so within this time. */
const sameRefusalMilliseconds = 1_000;

/** Subscribes, or joins those who have. Throws what pusher-js throws, such as for encryption without its build. */
export function holdChannel(
  pusher: PusherInstance,
  name: string,
  { bindings, onRestored, onRefused }: HoldOptions,
): ChannelHold {
  const held = holdersOf.get(pusher) ?? new Map<string, Holders>();
  holdersOf.set(pusher, held);
  const existing = pusher.channel(name);
  // Asked before subscribing, which takes a cancellation back.
  const holders = held.get(name) ?? { count: 0, foreign: existing?.subscriptionCancelled === false };
  const joinedBefore = existing?.subscribed === true;
  let channel = pusher.subscribe(name);
  held.set(name, holders);
  holders.count++;
  let released = false;
  /** The connection on which the channel was joined. */
  let joinedOn = joinedBefore ? pusher.connection.socket_id : undefined;
  let refusal: { source: string; at: number } | undefined;

  function report(source: string, refused: unknown): void {
    const at = Date.now();
    const isReported = refusal && refusal.source !== source && at - refusal.at < sameRefusalMilliseconds;
    refusal = isReported ? undefined : { source, at };
    if (!isReported) onRefused(refused);
  }
  /** Hosted Pusher reports a refusal here, with the channel in its text only. */
  function failed(error: unknown): void {
    const refused = channel.subscribed ? undefined : refusalOf(error, name, channel.subscriptionPending);
    if (refused) report('connection', refused);
  }
  const all: HoldOptions['bindings'] = [
    ...bindings,
    ['pusher:subscription_error', (refused) => report('channel', refused)],
    [
      'pusher:subscription_succeeded',
      () => {
        joinedOn = pusher.connection.socket_id;
      },
    ],
  ];
  const bindAll = (): void => {
    for (const [event, listener] of all) channel.bind(event, listener);
  };
  const unbindAll = (): void => {
    for (const [event, listener] of all) channel.unbind(event, listener);
  };
  /** Other code on the same instance can unsubscribe or unbind, and pusher-js emits no event for that. */
  function check(): void {
    const { state, socket_id: socketId } = pusher.connection;
    const isLeft = state === 'connected' && joinedOn === socketId && !channel.subscribed;
    const isHeld = pusher.channel(name) === channel && !channel.subscriptionCancelled && !isLeft;
    if (isHeld && all.every(([event, listener]) => isBound(channel, event, listener))) return;
    unbindAll();
    if (!isHeld) {
      holders.foreign = false;
      joinedOn = undefined;
      channel = pusher.subscribe(name);
    }
    bindAll();
    onRestored?.();
  }

  bindAll();
  pusher.connection.bind('error', failed);
  const timer: unknown = setInterval(check, checkMilliseconds);
  // In Node the check alone keeps no process running.
  (timer as { unref?: () => void }).unref?.();
  return {
    get channel() {
      return channel;
    },
    joinedBefore,
    release: () => {
      if (released) return;
      released = true;
      clearInterval(timer as ReturnType<typeof setInterval>);
      pusher.connection.unbind('error', failed);
      unbindAll();
      if (--holders.count > 0) return;
      held.delete(name);
      if (!holders.foreign) leave(pusher, name);
    },
  };
}

function isBound({ callbacks }: PusherChannel, event: string, listener: unknown): boolean {
  return !callbacks || (callbacks.get(event) ?? []).some(({ fn }) => fn === listener);
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
