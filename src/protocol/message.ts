/** What travels on an operation channel. */

/** Where a subscriber stands on an operation channel. */
export interface Position {
  /** Names one unbroken numbering. Another epoch means that results may lie between which nobody kept. */
  epoch: string;
  /** Of the last result seen; 0 before the first. Grows by one a result. */
  offset: number;
}

export function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { epoch, offset } = value as Partial<Record<keyof Position, unknown>>;
  return (
    typeof epoch === 'string' &&
    epoch.length > 0 &&
    epoch.length <= 64 &&
    Number.isSafeInteger(offset) &&
    (offset as number) >= 0
  );
}

/** Pusher event names on an operation channel. */
export const operationEvent = {
  /** Carries a {@link ResultMessage}. */
  result: 'result',
  /** The channel is dead: whoever still wants the operation asks for it again. Data: `{}`. */
  resubscribe: 'resubscribe',
  /** The operation has ended; nothing will follow. Data: `{}`. */
  complete: 'complete',
} as const;

/** A GraphQL error as it is serialized. */
export interface SerializedError {
  message: string;
  path?: readonly (string | number)[];
  locations?: readonly { line: number; column: number }[];
  extensions?: Record<string, unknown>;
}

/** A GraphQL execution result as it is serialized. */
export interface Result {
  data?: Record<string, unknown> | null;
  errors?: readonly SerializedError[];
  extensions?: Record<string, unknown>;
}

/** A piece of a result that is too large for one Pusher message: base64 of a slice of the gzipped JSON of the result. */
export interface Chunk {
  /** From 0. */
  index: number;
  /** How many pieces the result has. */
  count: number;
  data: string;
}

/** Exactly one of `result`, `chunk` and `fetch` is there. */
export type ResultMessage = Position &
  (
    | { result: Result }
    | { chunk: Chunk }
    /** Too large even for chunks: ask for it by position. */
    | { fetch: true }
  );
