import type { ClientEvents } from './client-events.ts';
import type { PusherConstructor, PusherInstance } from './pusher/index.ts';
import type { Retry } from './retry.ts';

type Awaitable<Value> = Value | Promise<Value>;

export interface ClientOptions extends Partial<Retry> {
  /** The GraphQL endpoint. In browsers, the URL can be relative. */
  url: string;
  /**
   * The application's own Pusher instance, or a function that returns it. Its other channels keep their authorizer.
   * Without it, the client queries the endpoint (`{ pusher { key … } }`) at the first subscription, and creates its
   * own instance.
   */
  pusher?: PusherInstance | Promise<PusherInstance> | (() => Awaitable<PusherInstance>);
  /**
   * The class of the client's own instance. Encrypted subscriptions need the default export of
   * `pusher-js/with-encryption`. Default: the class of `pusher-js`, imported at the first subscription.
   */
  Pusher?: PusherConstructor;
  /** Options for the client's own instance. They override the client's own settings. */
  pusherOptions?: Record<string, unknown>;
  /**
   * Headers of each POST. A function is called before each POST, so that it can return a renewed token. An error that
   * it throws goes to the sinks.
   */
  headers?: HeadersInit | (() => Awaitable<HeadersInit>);
  /** The `credentials` option of `fetch`. */
  credentials?: RequestCredentials;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
  /** Timeout of a POST, in ms. Default: 30,000. */
  requestTimeout?: number;
  /** Maximum number of subscriptions in one POST. Must not exceed the server's limit. Default: 10. */
  maxBatch?: number;
  /** How long an early result waits for the results before it, until the client requests them, in ms. Default: 250. */
  holdBackMilliseconds?: number;
  /**
   * Interval between two checks that the newest result of each subscription has arrived, in ms. The checks find a lost
   * last message that no other message follows. The client also checks after a reconnect and when the page becomes
   * visible. Each check costs one POST per {@link maxBatch} channels. Default: 0, no checks.
   */
  positionCheckMilliseconds?: number;
  /**
   * Called when results are lost for good, instead of passing {@link lostResults} to the sinks. Use it with Apollo,
   * urql and Relay, which cannot handle a result without data, to refetch the data that the subscriptions keep up to
   * date.
   */
  onLost?: ClientEvents['gap'];
  /** Listeners that the client adds before all others. */
  on?: Partial<ClientEvents>;
}
