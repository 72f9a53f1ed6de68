import type { ClientEvents } from './client-events.ts';
import type { PusherConstructor, PusherInstance } from './pusher/index.ts';
import type { Retry } from './retry.ts';

type Awaitable<Value> = Value | Promise<Value>;

export interface ClientOptions extends Partial<Retry> {
  /** The GraphQL endpoint. Relative URLs are fine in browsers. */
  url: string;
  /**
   * The application's own Pusher instance, or what gives one. Its other channels keep their authorizer. Without it the
   * client asks the endpoint (`{ pusher { key … } }`) at the first subscription and makes an instance of its own.
   */
  pusher?: PusherInstance | Promise<PusherInstance> | (() => Awaitable<PusherInstance>);
  /**
   * Makes the client's own instance: the default export of `pusher-js/with-encryption`, say, without which encrypted
   * subscriptions are refused. Default: that of `pusher-js`, imported at the first subscription.
   */
  Pusher?: PusherConstructor;
  /** Further options for the client's own instance; they win over ours. */
  pusherOptions?: Record<string, unknown>;
  /** Sent with each POST, and asked for each time, so that a renewed token is used. What it throws goes to the sinks. */
  headers?: HeadersInit | (() => Awaitable<HeadersInit>);
  /** As of `fetch`. */
  credentials?: RequestCredentials;
  /** Default: the global one. */
  fetch?: typeof fetch;
  /** Milliseconds until an unanswered POST counts as failed. Default 30,000. */
  requestTimeout?: number;
  /** Subscriptions in one POST; not more than the server takes. Default 10. */
  maxBatch?: number;
  /** How long a result that came early waits for those before it, until they are asked for. Default 250. */
  holdBackMilliseconds?: number;
  /**
   * Milliseconds between two checks that the newest result of each subscription has come. Only the loss of a last
   * message with nothing after it needs this; reconnects and a page that becomes visible check anyway. Each check
   * costs one POST per {@link maxBatch} channels. Default 0: never.
   */
  positionCheckMilliseconds?: number;
  /**
   * Called where results are lost for good, in place of handing {@link lostResults} to the sinks. For Apollo, urql and
   * Relay, which have no use for a result without data: the time to refetch what the subscriptions keep up to date.
   */
  onLost?: ClientEvents['gap'];
  /** Listeners that are there from the start, before all others. */
  on?: Partial<ClientEvents>;
}
