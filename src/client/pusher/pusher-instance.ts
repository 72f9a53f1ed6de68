/**
 * The part of pusher-js that the client uses, as structural types. Every build (web, Node, worker, with encryption) and
 * version (7, 8) of pusher-js satisfies them, and so does any compatible implementation.
 */

/** The authorization that `pusher:subscribe` sends for a private, encrypted or presence channel. */
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
  /** The application unsubscribed before Pusher confirmed the subscription. pusher-js waits for the confirmation. */
  subscriptionCancelled: boolean;
  /** Pusher has not confirmed or rejected the subscription yet. */
  subscriptionPending: boolean;
  /** The listeners, if this version of pusher-js exposes them. */
  callbacks?: { get(event: string): { fn: unknown }[] | undefined };
}

export interface PusherConnection extends Emitter {
  /** `initialized`, `connecting`, `connected`, `unavailable`, `failed` or `disconnected`. */
  state: string;
  /** The id of the current connection, or of the last one. */
  socket_id: string;
}

/** An instance of pusher-js. */
export interface PusherInstance {
  /** pusher-js reads it at each authorization. `switchCluster` replaces the whole object. */
  config: { channelAuthorizer: ChannelAuthorizer; wsHost?: string; httpHost?: string };
  connection: PusherConnection;
  subscribe(channel: string): PusherChannel;
  unsubscribe(channel: string): void;
  channel(name: string): PusherChannel | undefined;
  connect(): void;
  disconnect(): void;
}

/** The options of pusher-js that the client sets. */
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

/** The class that `pusher-js` and its other builds export as default. */
export type PusherConstructor = new (key: string, options: PusherOptions) => PusherInstance;
