/**
 * Each `extensions.code` of this package's GraphQL errors, with the HTTP status of a response that has only the error.
 */
export const errorStatus = {
  /** The request is malformed: invalid JSON, or no document. */
  BAD_REQUEST: 400,
  /** An argument or extension has an invalid value. */
  BAD_USER_INPUT: 400,
  /** The token is missing or invalid. */
  UNAUTHENTICATED: 401,
  /** Authenticated, but not authorized. */
  FORBIDDEN: 403,
  /** The request body exceeds the size limit. */
  REQUEST_ENTITY_TOO_LARGE: 413,
  /** Too many requests. `Retry-After` says when to retry. */
  RATE_LIMITED: 429,
  /** The gateway cannot authenticate the caller at the moment. Retry later. */
  AUTHENTICATION_UNAVAILABLE: 503,
  /** The store is unreachable. The gateway accepted nothing. Retry later. */
  STORE_UNAVAILABLE: 503,
  /** Pusher is unreachable. Retry later. */
  PUSHER_UNAVAILABLE: 503,
  /** Pusher rejected the request. */
  PUSHER_REFUSED: 502,
} as const;

export type ErrorCode = keyof typeof errorStatus;
