/** Why a connection is closed. 40xx: give up. 41xx: back off, then reconnect. 42xx: reconnect now. */
export const closeCode = {
  /** The app takes connections over TLS only; pusher-js comes back with it. */
  tlsOnly: 4000,
  /** The app key in the URL names no app. */
  unknownApp: 4001,
  /** The app is switched off. */
  appDisabled: 4003,
  /** The app has as many connections as it may. */
  overQuota: 4004,
  /** The URL is not `/app/KEY`. */
  unknownPath: 4005,
  /** `protocol` is not a whole number. */
  badVersion: 4006,
  /** `protocol` is a version that we do not speak. */
  unsupportedVersion: 4007,
  /** `protocol` is missing. */
  noVersion: 4008,
  /** The connection may not be here: a false sign-in, none in time, or its user was cut off. */
  unauthorized: 4009,
  /**
   * The server has no room: it has as many connections as it may, or it is going down. A client that came back at once
   * (42xx) would find the port of a lone server closed, and pusher-js then waits up to 15 s.
   */
  overCapacity: 4100,
  /** We pinged and heard nothing back. */
  pongTimeout: 4201,
  /** Nothing but pings passed for a day. */
  inactive: 4202,
} as const;

/** Codes of `pusher:error` messages that leave the connection open. */
export const errorCode = {
  /** More client events than allowed; this one was dropped. */
  clientEventRate: 4301,
  /** The watchlist is too long; what is past the limit was left out. */
  watchlistTooLong: 4302,
} as const;
