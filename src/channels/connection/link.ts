import type { Frame } from './frame.ts';

/** The wire to one client: a WebSocket, or the HTTP requests that stand in for one. */
export interface Link {
  /** Bytes that were written and that the network has not taken yet. */
  readonly bufferedBytes: number;
  /** Writing to a link that is closing or gone does nothing. */
  write(frame: Frame): void;
  /** Holds writes back until `uncork`, so that they leave together. */
  cork(): void;
  uncork(): void;
  /** Says why, then hangs up. */
  close(code: number, reason: string): void;
  /** Hangs up without a word; what is buffered is dropped. */
  terminate(): void;
}
