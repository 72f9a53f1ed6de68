import type { Counters } from './counters.ts';
import { type Frame, type Message, messageFrame } from './frame.ts';
import type { Link } from './link.ts';

/** The user that a connection has signed in as. */
export interface User {
  id: string;
  /** The signed `user_info`. Presence channels use it for subscriptions without `channel_data`. */
  info: unknown;
  /** Ids of the users whose online status is reported to the connection. */
  watchlist: readonly string[];
}

export interface ConnectionOptions {
  socketId: string;
  link: Link;
  counters: Counters;
  maxBufferedBytes: number;
  now: number;
}

/** One client's connection: its state, its channels and its link. */
export class Connection {
  readonly socketId: string;
  /** Names of the joined channels, mapped to the member's id on presence channels. */
  readonly joined = new Map<string, string | undefined>();
  user: User | undefined;
  /** `true` once the connection has signed in, or joined a private or presence channel. */
  authorized = false;
  /** Time of the last message from the client, including pings. */
  lastReceivedAt: number;
  /** Time of the last message in either direction, excluding pings. */
  activeAt: number;
  /** Time of the unanswered ping, if there is one. */
  pingedAt: number | undefined;
  /** A message was sent since the last update of `activeAt`. A flag, because reading the clock for each frame costs more. */
  busy = false;
  /** Number of client events in the second that began at `since`. */
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
    this.lastReceivedAt = now;
    this.activeAt = now;
  }

  /** `false` as soon as either side closes the connection. */
  get open(): boolean {
    return this.#open;
  }

  /** Writes a frame, which may be shared with other connections. Terminates the connection of a client that reads too slowly. */
  write(frame: Frame): void {
    if (!this.#open) return;
    this.busy = true;
    this.#counters.sent++;
    this.#link.write(frame);
    this.terminateIfSlow();
  }

  send(message: Message): void {
    this.write(messageFrame(message));
  }

  /** Writes a ping or pong, which does not count as activity. */
  writeKeepAlive(frame: Frame): void {
    if (!this.#open) return;
    this.#link.write(frame);
    this.terminateIfSlow();
  }

  /** Terminates the connection of a client that reads too slowly. Call it after writing to the link directly. */
  terminateIfSlow(): void {
    // While the link is corked, the server itself buffers.
    if (this.#corks > 0 || !this.#open || this.#link.bufferedBytes <= this.#maxBufferedBytes) return;
    this.#counters.cutForSlowness++;
    this.#open = false;
    // A close frame would be queued after everything that the client does not read.
    this.#link.terminate();
  }

  /** Sends what is written until `uncork` together. */
  cork(): void {
    this.#corks++;
    this.#link.cork();
  }

  uncork(): void {
    this.#corks--;
    this.#link.uncork();
    this.terminateIfSlow();
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

  /** Call it when the client has closed the connection. */
  markClosed(): void {
    this.#open = false;
  }
}
