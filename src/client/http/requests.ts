/** Step 1 of the protocol: what is due in one tick goes out together, as soon as there is a connection. */
import type { Position, Result } from '../../protocol/index.ts';
import type { SubscribePayload } from '../payload.ts';
import { type Retry, waitForNextTry } from '../retry.ts';
import type { Post, RefusedBatch } from './post.ts';

/** One operation to ask for. */
export interface Ask {
  payload: SubscribePayload;
  /** Read when the request leaves; nothing for a first one. */
  position?: () => Position;
  /** Read before each try: what nobody wants any more is not sent, and never settles. */
  isWanted: () => boolean;
}

export interface Answer {
  result: Result;
  /** Of the connection that was asked for: a grant's `auth` is good for it only. */
  socketId: string;
  /** That the request had. */
  position: Position | undefined;
}

export interface Requests {
  /** Rejects when the last try failed, with the GraphQL errors of that or an `Error`. */
  ask(ask: Ask): Promise<Answer>;
  /** Sends what waits, if there is a connection now. */
  flush(): void;
  /** Whether answers are on their way. */
  isAsking(): boolean;
  /** Rejects whatever waits, and all that comes after. */
  fail(error: unknown): void;
}

export interface RequestsOptions {
  post: Post;
  retry: Retry;
  maxBatch: number;
  /** `undefined` while there is no connection. */
  socketId: () => string | undefined;
}

interface Pending extends Ask {
  retries: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export function createRequests({ post, retry, maxBatch, socketId }: RequestsOptions): Requests {
  let queue: Pending[] = [];
  let isScheduled = false;
  let underWay = 0;
  /** Falls when the server refuses batches of this length. */
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

  async function send(asked: Pending[], current: string): Promise<void> {
    const batch: Pending[] = [];
    const positions: (Position | undefined)[] = [];
    const bodies: string[] = [];
    for (const pending of asked) {
      const position = pending.position?.();
      try {
        bodies.push(JSON.stringify(bodyOf(pending.payload, current, position)));
        batch.push(pending);
        positions.push(position);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        pending.reject(new TypeError(`The subscription cannot be written as JSON: ${reason}`, { cause }));
      }
    }
    if (batch.length === 0) return;
    let outcomes: Awaited<ReturnType<Post>>;
    underWay++;
    try {
      outcomes = await post(bodies);
    } catch (error) {
      for (const each of batch) each.reject(error);
      return;
    } finally {
      underWay--;
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
      if ('answer' in outcome) {
        pending.resolve({ result: outcome.answer, socketId: current, position: positions[index] });
      } else if (outcome.isFinal || pending.retries >= retry.retryAttempts) {
        pending.reject(outcome.failure);
      } else {
        failed.push(pending);
        retryAfter = Math.max(retryAfter, outcome.retryAfter ?? 0);
      }
    }
    await tryAgain(failed, retryAfter);
  }

  /** Sends the halves of a batch that the server refused, as long as they are on the connection that they name. */
  function split(batch: Pending[], { isForever }: RefusedBatch, current: string): void {
    const half = Math.ceil(batch.length / 2);
    if (isForever) length = Math.min(length, half);
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
    // Together, so that they travel together again.
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
    ask: (ask) =>
      new Promise((resolve, reject) => {
        queue.push({ ...ask, retries: 0, resolve, reject });
        flush();
      }),
    flush,
    isAsking: () => underWay > 0,
    fail: (error) => {
      failure = { error };
      flush();
    },
  };
}

function bodyOf(payload: SubscribePayload, socketId: string, position: Position | undefined): object {
  return {
    ...payload,
    query: payload.query === undefined ? undefined : String(payload.query),
    extensions: { ...payload.extensions, pusher: { socketId, position } },
  };
}
