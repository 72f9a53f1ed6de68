import type { ServerResponse } from 'node:http';
import { type Frame, textOf } from '../frame.ts';
import type { Link } from '../link.ts';

/** Proxies give up on a response that says nothing for a minute. */
const heartbeatInterval = 25_000;

/** The response that messages leave by: a stream of many, or one poll's single answer. */
interface Receiver {
  response: ServerResponse;
  streams: boolean;
}

export interface FallbackLinkOptions {
  /** How long the client may be without a receiver, in milliseconds, before it counts as gone. */
  goneAfter: number;
  onGone: () => void;
}

/**
 * A client that cannot keep a WebSocket: it reads from one HTTP response after the other. What it is told in between
 * waits. The lines are SockJS's, which pusher-js speaks: `o` opens, `a` brings messages, `h` beats, `c` closes.
 */
export class FallbackLink implements Link {
  readonly #options: FallbackLinkOptions;
  #receiver: Receiver | undefined;
  #opened = false;
  #waiting: string[] = [];
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

  /** Takes a response to answer by. One that is still there is ended: pusher-js may open the next one first. */
  attach(receiver: Receiver): void {
    this.#receiver?.response.end();
    this.#receiver = receiver;
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
    const text = textOf(frame);
    this.#waiting.push(text);
    this.#waitingBytes += text.length;
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
  }

  terminate(): void {
    this.#receiver?.response.destroy();
    this.#leave();
  }

  #flush(): void {
    if (this.#waiting.length > 0 && this.#receiver && this.#corks === 0) {
      const messages = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      this.#answer(`a${JSON.stringify(messages)}\n`);
    }
    if (this.#goodbye !== undefined && this.#waiting.length === 0 && this.#receiver) {
      this.#receiver.response.end(this.#goodbye);
      this.#leave();
    }
  }

  /** Says one line; a poll is answered by it. */
  #answer(line: string): void {
    if (!this.#receiver) return;
    const { response, streams } = this.#receiver;
    if (streams) response.write(line);
    else {
      response.end(line);
      this.#detach(response);
    }
  }

  #detach(response: ServerResponse): void {
    if (this.#receiver?.response !== response) return;
    this.#receiver = undefined;
    this.#waitForReceiver();
  }

  #waitForReceiver(): void {
    clearTimeout(this.#goneTimer);
    this.#goneTimer = setTimeout(() => this.#leave(), this.#options.goneAfter).unref();
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#goneTimer);
    clearInterval(this.#heartbeat);
    this.#options.onGone();
  }
}
