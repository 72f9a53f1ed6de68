/**
 * Sends the subscribe requests of PROTOCOL.md, section 1. Requests of one tick travel in one batch, as soon as the
 * client is connected to Pusher.
 */
import type { Position, Result } from '../../protocol/index.ts';
import type { SubscribePayload } from '../payload.ts';
import { type Retry, waitForNextTry } from '../retry.ts';
import type { Post, RejectedBatch } from './post.ts';

/** A request for one operation. */
export interface OperationRequest {
  payload: SubscribePayload;
  /** Called when the request is sent. Absent in the first request for an operation. */
  position?: () => Position;
  /** Called before each try. While it returns `false`, the request is not sent, and its promise never settles. */
  isWanted: () => boolean;
}

export interface OperationResponse {
  result: Result;
  /** The connection that the request named. The `auth` of a grant is valid on this connection only. */
  socketId: string;
  /** The position that was sent in the request. */
  position: Position | undefined;
}

export interface Requests {
  /** Rejects when the last try failed, with the server's GraphQL errors or an `Error`. */
  send(request: OperationRequest): Promise<OperationResponse>;
  /** Sends the queued requests if the client is connected. */
  flush(): void;
  /** Whether requests are in flight. */
  isBusy(): boolean;
  /** Rejects all queued and all later requests. */
  fail(error: unknown): void;
}

export interface RequestsOptions {
  post: Post;
  retry: Retry;
  maxBatch: number;
  /** Returns `undefined` while the client is not connected. */
  socketId: () => string | undefined;
}

interface Pending extends OperationRequest {
  retries: number;
  resolve: (response: OperationResponse) => void;
  reject: (error: unknown) => void;
}

export function createRequests({ post, retry, maxBatch, socketId }: RequestsOptions): Requests {
  let queue: Pending[] = [];
  let isScheduled = false;
  let inFlight = 0;
  /** Maximum batch length. It shrinks when the server rejects batches of this length. */
  let length = maxBatch;
  let failure: { error: unknown } | undefined;

  function flush(): void {
    if (failure) {
      for (const each of queue.splice(0)) each.reject(failure.error);
    }
    if (isScheduled || queue.length === 0) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      const current = socketId();
      if (!current) return;
      const due = queue.filter((each) => each.isWanted());
      queue = [];
      sendAll(due, length, current);
    });
  }

  function sendAll(due: Pending[], size: number, current: string): void {
    for (let start = 0; start < due.length; start += size) {
      void send(due.slice(start, start + size), current);
    }
  }

  async function send(due: Pending[], current: string): Promise<void> {
    const positions = new Map<Pending, Position | undefined>();
    const bodies: string[] = [];
    for (const pending of due) {
      const position = pending.position?.();
      try {
        bodies.push(JSON.stringify(bodyOf(pending.payload, current, position)));
        positions.set(pending, position);
      } catch (cause) {
        pending.reject(new TypeError(`Cannot write the subscription as JSON: ${cause}`, { cause }));
      }
    }
    const batch = [...positions.keys()];
    if (batch.length === 0) return;
    let outcomes: Awaited<ReturnType<Post>>;
    inFlight++;
    try {
      outcomes = await post(bodies);
    } catch (error) {
      for (const each of batch) each.reject(error);
      return;
    } finally {
      inFlight--;
    }
    if (!Array.isArray(outcomes)) {
      split(batch, outcomes, current);
      return;
    }
    const failed: Pending[] = [];
    let retryAfter = 0;
    for (const [index, pending] of batch.entries()) {
      const outcome = outcomes[index];
      if (!outcome) continue;
      if ('response' in outcome) {
        pending.resolve({ result: outcome.response, socketId: current, position: positions.get(pending) });
      } else if (outcome.isFinal || pending.retries >= retry.retryAttempts) {
        pending.reject(outcome.failure);
      } else {
        failed.push(pending);
        retryAfter = Math.max(retryAfter, outcome.retryAfter ?? 0);
      }
    }
    await tryAgain(failed, retryAfter);
  }

  /** Sends a rejected batch in halves, or queues it when the connection that it names is lost. */
  function split(batch: Pending[], { isPermanent }: RejectedBatch, current: string): void {
    const half = Math.ceil(batch.length / 2);
    if (isPermanent) length = Math.min(length, half);
    if (current === socketId()) {
      sendAll(
        batch.filter((each) => each.isWanted()),
        half,
        current,
      );
    } else {
      queue.push(...batch);
      flush();
    }
  }

  async function tryAgain(failed: Pending[], retryAfter: number): Promise<void> {
    if (failed.length === 0) return;
    // One wait for all, so that they travel in one batch again.
    const retries = Math.max(...failed.map((each) => each.retries));
    try {
      await waitForNextTry(retry, retries, retryAfter);
    } catch (error) {
      for (const each of failed) each.reject(error);
      return;
    }
    for (const each of failed) each.retries++;
    queue.push(...failed);
    flush();
  }

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        queue.push({ ...request, retries: 0, resolve, reject });
        flush();
      }),
    flush,
    isBusy: () => inFlight > 0,
    fail: (error) => {
      failure = { error };
      flush();
    },
  };
}

function bodyOf(payload: SubscribePayload, socketId: string, position: Position | undefined): object {
  return {
    ...payload,
    query: payload.query && String(payload.query),
    extensions: { ...payload.extensions, pusher: { socketId, position } },
  };
}
