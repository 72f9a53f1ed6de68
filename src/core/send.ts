import type { EngineOptions } from './engine-options.ts';
import { GatewayError } from './errors.ts';
import type { ChannelMessage, Transport } from './transport.ts';

/** Events that Pusher takes in one request. */
export const maxBatch = 10;

/** How often a request is tried before its events are left in the mailbox, for a sweep. About 3 s. */
const maxAttempts = 5;
const firstPause = 200;
const longestPause = 5_000;

/** What became of one message. */
export type Sent = { readonly message: ChannelMessage; readonly refused?: string };

/** Sends in order, in batches, and tries again through an outage. */
export type Send = (messages: readonly ChannelMessage[], onOutage: () => Promise<boolean>) => Promise<Sent[]>;

/**
 * The answer tells which messages Pusher refused for good. Rejects with `PUSHER_UNAVAILABLE` when the outage lasts, or
 * when `onOutage`, which is asked before each new try, says that it is not ours to go on.
 */
export function createSend(
  transport: Transport,
  { wait, random }: Pick<EngineOptions, 'wait' | 'random'>,
): Send {
  async function sendBatch(
    batch: readonly ChannelMessage[],
    onOutage: () => Promise<boolean>,
  ): Promise<Sent[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        await transport.send(batch);
        return batch.map((message) => ({ message }));
      } catch (error) {
        const refused = error instanceof GatewayError && error.code === 'PUSHER_REFUSED';
        if (refused && batch.length === 1)
          return batch.map((message) => ({ message, refused: error.message }));
        // Pusher refuses a batch as a whole: one by one shows which message it meant.
        if (refused) return sendEach(batch, onOutage);
        if (attempt === maxAttempts) throw error;
        await wait(pauseAfter(attempt, error));
        if (!(await onOutage())) throw error;
      }
    }
  }

  async function sendEach(
    batch: readonly ChannelMessage[],
    onOutage: () => Promise<boolean>,
  ): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (const message of batch) sent.push(...(await sendBatch([message], onOutage)));
    return sent;
  }

  function pauseAfter(attempt: number, error: unknown): number {
    const named = error instanceof GatewayError ? error.facts.retryAfter : undefined;
    if (typeof named === 'number') return Math.min(named, longestPause);
    // Jitter, so that instances that lost Pusher together do not come back together.
    return Math.min(firstPause * 2 ** (attempt - 1), longestPause) * (0.5 + random() / 2);
  }

  return async (messages, onOutage) => {
    const sent: Sent[] = [];
    // One request in flight: the next batch must not overtake this one.
    for (let start = 0; start < messages.length; start += maxBatch) {
      sent.push(...(await sendBatch(messages.slice(start, start + maxBatch), onOutage)));
    }
    return sent;
  };
}
