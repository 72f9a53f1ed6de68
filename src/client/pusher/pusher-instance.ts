/**
 * What we need of pusher-js, by shape: so any of its builds (web, Node, worker, with encryption) and versions
 * (7, 8) fits, as does whatever else behaves like it.
 */

/** What `pusher:subscribe` carries for a guarded channel. */
export interface ChannelAuth {
  auth: string;
  channel_data?: string;
  shared_secret?: string;
}

export interface AuthorizationRequest {
  socketId: string;
  channelName: string;
}

export type AuthorizationCallback = (error: Error | null, auth: ChannelAuth | null) => void;

export type ChannelAuthorizer = (request: AuthorizationRequest, callback: AuthorizationCallback) => void;

interface Emitter {
  bind(event: string, listener: (data: unknown) => void): unknown;
  unbind(event: string, listener: (data: unknown) => void): unknown;
}

export interface PusherChannel extends Emitter {
  subscribed: boolean;
  /** Unsubscribed before the subscription was answered: pusher-js waits for the answer. */
  subscriptionCancelled: boolean;
  /** The subscription has no answer yet. */
  subscriptionPending: boolean;
  /** The listeners, where pusher-js shows them. */
  callbacks?: { get(event: string): { fn: unknown }[] | undefined };
}

export interface PusherConnection extends Emitter {
  /** `initialized`, `connecting`, `connected`, `unavailable`, `failed` or `disconnected`. */
  state: string;
  /** Of the current connection, or of the last one. */
  socket_id: string;
}

/** An instance of pusher-js. */
export interface PusherInstance {
  /** Read at each authorization; replaced as a whole by `switchCluster`. */
  config: { channelAuthorizer: ChannelAuthorizer; wsHost?: string; httpHost?: string };
  connection: PusherConnection;
  subscribe(channel: string): PusherChannel;
  unsubscribe(channel: string): void;
  channel(name: string): PusherChannel | undefined;
  connect(): void;
  disconnect(): void;
}

/** The options of pusher-js that we set ourselves. */
export interface PusherOptions {
  cluster: string;
  forceTLS?: boolean;
  enableStats?: boolean;
  wsHost?: string;
  wsPort?: number;
  wssPort?: number;
  httpHost?: string;
  httpPort?: number;
  httpsPort?: number;
  wsPath?: string;
  httpPath?: string;
}

/** The default export of `pusher-js`, or of one of its other builds. */
export type PusherConstructor = new (key: string, options: PusherOptions) => PusherInstance;
