import type { ServerResponse } from 'node:http';
import { type Frame, type Link, textOf } from '../connection/index.ts';

/** Interval between heartbeats, in ms. Proxies time out a response after a minute without data. */
const heartbeatInterval = 25_000;

/**
 * Maximum length of a stream, in UTF-16 code units of JavaScript strings. pusher-js drops a longer stream and opens
 * another one, and loses the messages beyond the maximum.
 */
const maxStreamLength = 256 * 1024;

/** A response that carries messages: a stream of many lines, or a poll with a single line. */
export interface Receiver {
  response: ServerResponse;
  streams: boolean;
}

export interface FallbackLinkOptions {
  /** Time that the client may be without a receiver, in ms, before its session ends. */
  reconnectTimeout: number;
  onClose: () => void;
}

/**
 * The link to a client without a WebSocket, which reads one HTTP response after the other. Messages are buffered while
 * there is no response, and while pusher-js is about to replace a full stream. The lines have the SockJS format of
 * pusher-js: `o` opens, `a` carries messages, `h` is a heartbeat, `c` closes.
 */
export class FallbackLink implements Link {
  readonly #options: FallbackLinkOptions;
  #receiver: Receiver | undefined;
  /** Characters written to the receiver. */
  #receiverLength = 0;
  #opened = false;
  #pending: Frame[] = [];
  #pendingBytes = 0;
  #corks = 0;
  #closeLine: string | undefined;
  #reconnectTimer: NodeJS.Timeout | undefined;
  #ended = false;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: FallbackLinkOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#writeLine('h\n'), heartbeatInterval).unref();
    this.#startReconnectTimer();
  }

  get bufferedBytes(): number {
    return this.#pendingBytes + (this.#receiver?.response.writableLength ?? 0);
  }

  /** Switches to a new response, and ends the previous one: pusher-js may open the next one first. */
  attach(receiver: Receiver): void {
    this.#receiver?.response.end();
    this.#receiver = receiver;
    this.#receiverLength = 0;
    clearTimeout(this.#reconnectTimer);
    const { response } = receiver;
    response.on('close', () => this.#detach(response));
    if (!this.#opened) {
      this.#opened = true;
      this.#writeLine('o\n');
    }
    this.#flush();
  }

  write(frame: Frame): void {
    if (this.#closeLine !== undefined || this.#ended) return;
    this.#pending.push(frame);
    this.#pendingBytes += frame.length;
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
    this.#closeLine ??= `c${JSON.stringify([code, reason])}\n`;
    this.#flush();
    // The session must end even if the client never replaces its full stream.
    if (this.#isFull) this.#startReconnectTimer();
  }

  terminate(): void {
    this.#receiver?.response.destroy();
    this.#end();
  }

  get #isFull(): boolean {
    return this.#receiverLength > maxStreamLength;
  }

  #flush(): void {
    while (this.#pending.length > 0 && this.#receiver && !this.#isFull && this.#corks === 0)
      this.#writeLine(`a${JSON.stringify(this.#takePending())}\n`);
    if (this.#closeLine !== undefined && this.#pending.length === 0 && this.#receiver && !this.#isFull) {
      this.#receiver.response.end(this.#closeLine);
      this.#end();
    }
  }

  /** Removes and returns the messages of the next line: as many as fill the receiver, and at least one. */
  #takePending(): string[] {
    const room = maxStreamLength - this.#receiverLength;
    let length = 0;
    let bytes = 0;
    let count = 0;
    const texts: string[] = [];
    for (const frame of this.#pending) {
      if (length > room) break;
      const text = textOf(frame);
      texts.push(text);
      length += text.length;
      bytes += frame.length;
      count++;
    }
    this.#pending.splice(0, count);
    this.#pendingBytes -= bytes;
    return texts;
  }

  /** Writes one line. A poll ends with it. */
  #writeLine(line: string): void {
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
    this.#startReconnectTimer();
  }

  #startReconnectTimer(): void {
    clearTimeout(this.#reconnectTimer);
    this.#reconnectTimer = setTimeout(() => this.terminate(), this.#options.reconnectTimeout).unref();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#reconnectTimer);
    clearInterval(this.#heartbeat);
    this.#options.onClose();
  }
}
