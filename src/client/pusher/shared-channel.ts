/**
 * Counts the users of each channel of a Pusher instance, because pusher-js itself subscribes and unsubscribes for all
 * users at once.
 */
import { rejectionOf } from '../ordering/index.ts';
import type { PusherChannel, PusherInstance } from './pusher-instance.ts';

interface Usage {
  count: number;
  /** The application had subscribed before the client, so the client must not unsubscribe. */
  isForeign: boolean;
}

export interface SharedChannelOptions {
  /** Listeners that stay bound until the channel is released. */
  bindings: readonly (readonly [event: string, listener: (message: unknown) => void])[];
  /** Called after other code unsubscribed or unbound a listener and the client restored it. Messages can be lost. */
  onRestored?: () => void;
  /** Called with pusher-js's `{ type, error, status }` when Pusher or the authorizer rejects the subscription. */
  onRejected: (rejection: unknown) => void;
}

/** A channel that stays subscribed until it is released. */
export interface SharedChannel {
  readonly channel: PusherChannel;
  /** Whether the channel was subscribed before. Pusher's messages for a new subscription went to the earlier users. */
  readonly joinedBefore: boolean;
  /** Unsubscribes unless the channel has another user. Further calls do nothing. */
  release(): void;
}

const usagesOf = new WeakMap<PusherInstance, Map<string, Usage>>();

const checkMilliseconds = 1_000;
/** A server that reports a rejection in both ways does so within this time. */
const sameRejectionMilliseconds = 1_000;

/** Subscribes to the channel, or shares the existing subscription. Throws what pusher-js throws. */
export function acquireChannel(
  pusher: PusherInstance,
  name: string,
  { bindings, onRestored, onRejected }: SharedChannelOptions,
): SharedChannel {
  const usages = usagesOf.get(pusher) ?? new Map<string, Usage>();
  usagesOf.set(pusher, usages);
  const existing = pusher.channel(name);
  // Read before subscribing, because `subscribe` resets the cancellation.
  const usage = usages.get(name) ?? { count: 0, isForeign: existing?.subscriptionCancelled === false };
  const joinedBefore = existing?.subscribed === true;
  let channel = pusher.subscribe(name);
  usages.set(name, usage);
  usage.count++;
  let released = false;
  /** The connection on which the channel was subscribed. */
  let joinedOn = joinedBefore ? pusher.connection.socket_id : undefined;
  let rejection: { source: string; at: number } | undefined;

  function report(source: string, rejected: unknown): void {
    const at = Date.now();
    const isReported =
      rejection && rejection.source !== source && at - rejection.at < sameRejectionMilliseconds;
    rejection = isReported ? undefined : { source, at };
    if (!isReported) onRejected(rejected);
  }
  /** Hosted Pusher reports a rejection as a connection error that names the channel in its text only. */
  function failed(error: unknown): void {
    const rejected = channel.subscribed ? undefined : rejectionOf(error, name, channel.subscriptionPending);
    if (rejected) report('connection', rejected);
  }
  const all: SharedChannelOptions['bindings'] = [
    ...bindings,
    ['pusher:subscription_error', (rejected) => report('channel', rejected)],
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
    const isSubscribed = pusher.channel(name) === channel && !channel.subscriptionCancelled && !isLeft;
    if (isSubscribed && all.every(([event, listener]) => isBound(channel, event, listener))) return;
    unbindAll();
    if (!isSubscribed) {
      usage.isForeign = false;
      joinedOn = undefined;
      channel = pusher.subscribe(name);
    }
    bindAll();
    onRestored?.();
  }

  bindAll();
  pusher.connection.bind('error', failed);
  const timer: unknown = setInterval(check, checkMilliseconds);
  // In Node, this timer alone must not keep the process running.
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
      if (--usage.count > 0) return;
      usages.delete(name);
      if (!usage.isForeign) leave(pusher, name);
    },
  };
}

function isBound({ callbacks }: PusherChannel, event: string, listener: unknown): boolean {
  return !callbacks || callbacks.get(event)?.some(({ fn }) => fn === listener) === true;
}

function leave(pusher: PusherInstance, name: string): void {
  pusher.unsubscribe(name);
  const channel = pusher.channel(name);
  if (!channel) return;
  // While a subscription is pending, pusher-js unsubscribes only after Pusher confirms it. If the connection is lost
  // before that, pusher-js would subscribe again on the next connection.
  const forget = (): void => {
    for (const event of lost) pusher.connection.unbind(event, forget);
    if (channel.subscriptionCancelled && pusher.channel(name) === channel) pusher.unsubscribe(name);
  };
  const lost = ['connecting', 'disconnected'];
  for (const event of lost) pusher.connection.bind(event, forget);
}
