import type { Counters } from './counters.ts';
import { type Frame, type Message, messageFrame } from './frame.ts';
import type { Link } from './link.ts';

/** Whom a connection has signed in as. */
export interface User {
  id: string;
  /** As it was signed: the member of presence channels that are joined without data of their own. */
  info: unknown;
  /** Whose coming and going is told to the connection. */
  watchlist: readonly string[];
}

export interface ConnectionOptions {
  socketId: string;
  link: Link;
  counters: Counters;
  maxBufferedBytes: number;
  now: number;
}

/** One client's connection: what it is, what it has joined, and the way to it. Knows nothing of other connections. */
export class Connection {
  readonly socketId: string;
  /** Names of joined channels; on presence channels with the id of the member. */
  readonly joined = new Map<string, string | undefined>();
  user: User | undefined;
  /** Has joined a private or presence channel at some time, or signed in. */
  authorized = false;
  /** When we last heard anything, be it a ping. */
  heardAt: number;
  /** When anything but pings last passed. */
  activeAt: number;
  /** When we asked whether it is alive; `undefined` once it has answered. */
  pingedAt: number | undefined;
  /** Something was sent since the last look at `activeAt`: a flag, because a clock read for each frame would cost more. */
  busy = false;
  /** Client events in the second that began at `since`. */
  readonly clientEvents = { since: 0, count: 0 };

  readonly #link: Link;
  readonly #counters: Counters;
  readonly #maxBufferedBytes: number;
  #corks = 0;
  #open = true;

  constructor({ socketId, link, counters, maxBufferedBytes, now }: ConnectionOptions) {
    this.socketId = socketId;
    this.#link = link;
    this.#counters = counters;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.heardAt = now;
    this.activeAt = now;
  }

  /** `false` from the moment that either side hangs up. */
  get open(): boolean {
    return this.#open;
  }

  /** Writes a frame that may be shared with other connections. A client that does not keep up is cut. */
  write(frame: Frame): void {
    if (!this.#open) return;
    this.busy = true;
    this.#counters.sent++;
    this.#link.write(frame);
    this.cutIfSlow();
  }

  send(message: Message): void {
    this.write(messageFrame(message));
  }

  /** Writes what only keeps the connection alive, and so does not count as activity. */
  whisper(frame: Frame): void {
    if (!this.#open) return;
    this.#link.write(frame);
    this.cutIfSlow();
  }

  /** Cuts a client that does not read, after something was written past this object. */
  cutIfSlow(): void {
    // While it is corked, what waits is our doing.
    if (this.#corks > 0 || !this.#open || this.#link.bufferedBytes <= this.#maxBufferedBytes) return;
    this.#counters.cutForSlowness++;
    this.#open = false;
    // A close frame would queue behind all that the client does not read.
    this.#link.terminate();
  }

  /** Lets what is written until `uncork` leave together. */
  cork(): void {
    this.#corks++;
    this.#link.cork();
  }

  uncork(): void {
    this.#corks--;
    this.#link.uncork();
    this.cutIfSlow();
  }

  close(code: number, reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#link.close(code, reason);
  }

  terminate(): void {
    this.#open = false;
    this.#link.terminate();
  }

  /** The client hung up. */
  ended(): void {
    this.#open = false;
  }
}
