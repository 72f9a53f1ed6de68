/** `extensions.code` of every GraphQL error that comes from here, and its HTTP status where nothing else was answered. */
export const errorStatus = {
  /** The request is not one: malformed JSON, no document. */
  BAD_REQUEST: 400,
  /** An argument or extension has a value that cannot be used. */
  BAD_USER_INPUT: 400,
  /** No token where one is needed, or one that cannot be trusted. */
  UNAUTHENTICATED: 401,
  /** The caller is known and may not. */
  FORBIDDEN: 403,
  /** The request has more bytes than are taken. */
  REQUEST_ENTITY_TOO_LARGE: 413,
  /** Too much at once; `Retry-After` says when to come back. */
  RATE_LIMITED: 429,
  /** Who asks cannot be found out now. */
  AUTHENTICATION_UNAVAILABLE: 503,
  /** The store does not answer. Nothing was accepted. */
  STORE_UNAVAILABLE: 503,
  /** Pusher does not answer. */
  PUSHER_UNAVAILABLE: 503,
  /** Pusher answered, and said no. */
  PUSHER_REFUSED: 502,
} as const;

export type ErrorCode = keyof typeof errorStatus;
