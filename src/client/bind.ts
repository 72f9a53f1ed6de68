import { acquireChannel, type PusherInstance } from './pusher/index.ts';
import type { TopicChannel } from './topic-channel.ts';

export interface BindOptions {
  /** Subscribes to the cache channel, which sends its last event first. Default: `false`. */
  cache?: boolean;
  /** Called with pusher-js's `{ type, error, status }` when Pusher or the authorizer rejects the subscription. */
  onError?: (rejection: unknown) => void;
}

/**
 * Binds a handler to the topic channel of a subscription field, typed from the schema, with pusher-js alone.
 * The Pusher instance authorizes the channel with its own `channelAuthorization`. The client unsubscribes from the
 * channel when its last `bind` is undone, unless the application subscribed to the channel itself.
 *
 * Delivery is Pusher's: at most once, in no guaranteed order. {@link createClient} guarantees order and recovery.
 * When other code on the instance unsubscribes from the channel or unbinds the handler, the client restores both within
 * 1 s. The handler misses the events that Pusher sends in the meantime, except the last event of a cache channel.
 *
 * @returns a function that unbinds the handler. Further calls do nothing.
 * @throws {TypeError} when an argument has characters that a channel name cannot contain.
 * @example
 * const unbind = bind(pusher, channels.messageAdded, { roomId: 'dogs' }, (message) => show(message.text));
 */
export function bind<Args, Payload>(
  pusher: PusherInstance,
  topic: TopicChannel<Args, Payload>,
  args: NoInfer<Args>,
  handler: (payload: Payload) => void,
  { cache = false, onError }: BindOptions = {},
): () => void {
  return acquireChannel(pusher, topic.channel(args, { cache }), {
    // A new function per call: pusher-js's `unbind` removes every binding of the same function.
    bindings: [[topic.event, (payload) => handler(payload as Payload)]],
    onRejected: (rejection) => onError?.(rejection),
  }).release;
}
