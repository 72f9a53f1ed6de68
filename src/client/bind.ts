import { holdChannel, type PusherInstance } from './pusher/index.ts';
import type { TopicChannel } from './topic-channel.ts';

export interface BindOptions {
  /** Joins the cache channel, which sends its last event first. Default `false`. */
  cache?: boolean;
  /** Called with what pusher-js tells when the channel is refused: `{ type, error, status }`. */
  onError?: (refusal: unknown) => void;
}

/**
 * Receives the plain events of a subscription field through pusher-js alone, typed from the schema.
 * The channel is authorized as that Pusher instance authorizes channels (`channelAuthorization`), and left when the
 * last `bind` on it has been undone; a subscription that the application made itself stays.
 *
 * Pusher's own promise holds here, and no more: at most once, in no certain order. {@link createClient} has more.
 * When other code on the instance leaves the channel or unbinds the handler, both are undone within 1 s. Events that
 * Pusher sends in between are not received, except the last one of a cache channel that was left.
 *
 * @returns how to undo it; twice is not an error.
 * @throws {TypeError} when an argument cannot stand in a channel name.
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
  // A function of its own, since pusher-js would unbind one handler for all who gave the same.
  const listener = (payload: unknown): void => handler(payload as Payload);
  const { release } = holdChannel(pusher, topic.channel(args, { cache }), {
    bindings: [[topic.event, listener]],
    onRefused: (refusal) => onError?.(refusal),
  });
  return release;
}
