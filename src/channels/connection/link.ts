import type { Frame } from './frame.ts';

/** The transport of one connection: a WebSocket, or the HTTP requests of a fallback. */
export interface Link {
  /** Bytes written but not sent yet. */
  readonly bufferedBytes: number;
  /** Does nothing if the link is closing or closed. */
  write(frame: Frame): void;
  /** Buffers writes until `uncork`, which sends them together. */
  cork(): void;
  uncork(): void;
  /** Sends the code and the reason, then closes the link. */
  close(code: number, reason: string): void;
  /** Closes the link immediately, and drops what is buffered. */
  terminate(): void;
}
