/** The messages on an operation channel. */

/** A subscriber's position in the results of an operation channel. */
export interface Position {
  /** Identifies one continuous numbering. Between two epochs, results may be lost. */
  epoch: string;
  /** The offset of the last received result; 0 before the first. Each result increases it by one. */
  offset: number;
}

export function isPosition(value: unknown): value is Position {
  if (!isObject(value)) return false;
  const { epoch, offset } = value;
  return (
    typeof epoch === 'string' &&
    epoch.length > 0 &&
    epoch.length <= 64 &&
    Number.isSafeInteger(offset) &&
    (offset as number) >= 0
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Pusher event names on an operation channel. */
export const operationEvent = {
  /** Carries a {@link ResultMessage}. */
  result: 'result',
  /** The channel has ended. Clients that still need the operation must request it again. Data: `{}`. */
  resubscribe: 'resubscribe',
  /** The operation has ended. No results follow. Data: `{}`. */
  complete: 'complete',
} as const;

/** A serialized GraphQL error. */
export interface SerializedError {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions?: Record<string, unknown>;
}

/** A serialized GraphQL execution result. */
export interface Result {
  data?: Record<string, unknown> | null;
  errors?: readonly SerializedError[];
  extensions?: Record<string, unknown>;
}

/** Part of a result that is too large for one Pusher message. All parts together are base64 of its gzipped JSON. */
export interface Chunk {
  /** Counts from 0. */
  index: number;
  /** Number of chunks of the result. */
  count: number;
  data: string;
}

/** A message has exactly one of `result`, `chunk` and `fetch`. */
export type ResultMessage = Position &
  (
    | { result: Result }
    | { chunk: Chunk }
    /** The result is too large even for chunks. Request it by position. */
    | { fetch: true }
  );
