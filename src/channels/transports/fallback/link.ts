import type { ServerResponse } from 'node:http';
import { type Frame, type Link, textOf } from '../../connection/index.ts';

/** Proxies give up on a response that says nothing for a minute. */
const heartbeatInterval = 25_000;

/**
 * pusher-js drops a stream that is longer than this and opens another one. It counts the characters of a JavaScript
 * string (UTF-16 code units). What is written to a longer stream would be lost.
 */
const maxStreamLength = 256 * 1024;

/** A response that carries messages: a stream of many lines, or the single line that answers a poll. */
export interface Receiver {
  response: ServerResponse;
  streams: boolean;
}

export interface FallbackLinkOptions {
  /** How long the client may be without a receiver, in milliseconds, before it counts as gone. */
  goneAfter: number;
  onGone: () => void;
}

/**
 * A client that cannot keep a WebSocket reads one HTTP response after the other. Messages wait while there is no
 * response, and while pusher-js is about to replace a stream. The lines are SockJS's, which pusher-js speaks: `o` opens,
 * `a` carries messages, `h` is a heartbeat, `c` closes.
 */
export class FallbackLink implements Link {
  readonly #options: FallbackLinkOptions;
  #receiver: Receiver | undefined;
  /** Characters written to the receiver. */
  #receiverLength = 0;
  #opened = false;
  #waiting: Frame[] = [];
  #waitingBytes = 0;
  #corks = 0;
  #goodbye: string | undefined;
  #goneTimer: NodeJS.Timeout | undefined;
  #gone = false;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: FallbackLinkOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#answer('h\n'), heartbeatInterval).unref();
    this.#waitForReceiver();
  }

  get bufferedBytes(): number {
    return this.#waitingBytes + (this.#receiver?.response.writableLength ?? 0);
  }

  /** Starts to use a response, and ends the one before it: pusher-js may open the next one first. */
  attach(receiver: Receiver): void {
    this.#receiver?.response.end();
    this.#receiver = receiver;
    this.#receiverLength = 0;
    clearTimeout(this.#goneTimer);
    const { response } = receiver;
    response.on('close', () => this.#detach(response));
    if (!this.#opened) {
      this.#opened = true;
      this.#answer('o\n');
    }
    this.#flush();
  }

  write(frame: Frame): void {
    if (this.#goodbye !== undefined || this.#gone) return;
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    this.#flush();
  }

  cork(): void {
    this.#corks++;
  }

  uncork(): void {
    this.#corks--;
    this.#flush();
  }

  close(code: number, reason: string): void {
    this.#goodbye ??= `c${JSON.stringify([code, reason])}\n`;
    this.#flush();
    // A client that does not replace its full stream must not hold the session forever.
    if (this.#isFull) this.#waitForReceiver();
  }

  terminate(): void {
    this.#receiver?.response.destroy();
    this.#leave();
  }

  get #isFull(): boolean {
    return this.#receiverLength > maxStreamLength;
  }

  #flush(): void {
    while (this.#waiting.length > 0 && this.#receiver && !this.#isFull && this.#corks === 0)
      this.#answer(`a${JSON.stringify(this.#takeWaiting())}\n`);
    if (this.#goodbye !== undefined && this.#waiting.length === 0 && this.#receiver && !this.#isFull) {
      this.#receiver.response.end(this.#goodbye);
      this.#leave();
    }
  }

  /** Takes the messages of one line: as many as fill the receiver, and at least one. */
  #takeWaiting(): string[] {
    const room = maxStreamLength - this.#receiverLength;
    let length = 0;
    let bytes = 0;
    let count = 0;
    const texts: string[] = [];
    for (const frame of this.#waiting) {
      if (length > room) break;
      const text = textOf(frame);
      texts.push(text);
      length += text.length;
      bytes += frame.length;
      count++;
    }
    this.#waiting.splice(0, count);
    this.#waitingBytes -= bytes;
    return texts;
  }

  /** Writes one line. It ends a poll. */
  #answer(line: string): void {
    if (!this.#receiver || this.#isFull) return;
    const { response, streams } = this.#receiver;
    this.#receiverLength += line.length;
    if (streams) response.write(line);
    else {
      response.end(line);
      this.#detach(response);
    }
  }

  #detach(response: ServerResponse): void {
    if (this.#receiver?.response !== response) return;
    this.#receiver = undefined;
    this.#receiverLength = 0;
    this.#waitForReceiver();
  }

  #waitForReceiver(): void {
    clearTimeout(this.#goneTimer);
    this.#goneTimer = setTimeout(() => this.terminate(), this.#options.goneAfter).unref();
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#goneTimer);
    clearInterval(this.#heartbeat);
    this.#options.onGone();
  }
}
