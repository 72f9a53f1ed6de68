/** Pusher close codes. 40xx: do not reconnect. 41xx: reconnect after a backoff. 42xx: reconnect immediately. */
export const closeCode = {
  /** The app accepts TLS connections only. pusher-js reconnects with TLS. */
  tlsOnly: 4000,
  /** No app has the key in the URL. */
  unknownApp: 4001,
  /** The app is disabled. */
  appDisabled: 4003,
  /** The app has reached its maximum number of connections. */
  overQuota: 4004,
  /** The path of the URL is not `/app/KEY`. */
  unknownPath: 4005,
  /** `protocol` is not an integer. */
  badVersion: 4006,
  /** This server does not support the `protocol` version. */
  unsupportedVersion: 4007,
  /** `protocol` is missing. */
  noVersion: 4008,
  /** The sign-in was invalid or missing, or the app terminated the user's connections. */
  unauthorized: 4009,
  /**
   * The server has reached its maximum number of connections, or is shutting down. With 42xx a client would reconnect
   * immediately, find the port of a single server closed, and pusher-js would then wait up to 15 s.
   */
  overCapacity: 4100,
  /** The client did not answer a ping in time. */
  pongTimeout: 4201,
  /** For a day, the connection carried nothing but pings. */
  inactive: 4202,
} as const;

/** Codes of `pusher:error` messages that leave the connection open. */
export const errorCode = {
  /** The connection exceeded its rate of client events, and the server dropped this one. */
  clientEventRate: 4301,
  /** The watchlist is too long, and the server ignores the users beyond the limit. */
  watchlistTooLong: 4302,
} as const;

/** Why a client's message was rejected. The server sends it as `pusher:error` and keeps the connection open. */
export interface MessageProblem {
  message: string;
  /** One of `errorCode`. Most problems have no code. */
  code?: number | undefined;
}
