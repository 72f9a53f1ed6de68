import { maxEventsPerBatch } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { GatewayError, type Transport } from '../ports/index.ts';

/** Requests of one topic that are under way at once. Far from Pusher a request takes long, and costs it little. */
const maxInFlight = 8;

/** How often a request is tried before its events are left in the mailbox, for a sweep. About 3 s. */
const maxAttempts = 5;
const firstPause = 200;
const longestPause = 5_000;

/** One event for one channel, or the same for up to 100 of them. */
export interface OutgoingMessage {
  readonly channels: readonly string[];
  readonly event: string;
  /** The data as JSON text. */
  readonly json: string;
}

/** What became of one message. */
export type Sent = { readonly message: OutgoingMessage; readonly refused?: string };

/** Sends in order on each channel, in as few requests as that takes, and tries again through an outage. */
export type Send = (
  messages: readonly OutgoingMessage[],
  onOutage: () => Promise<boolean>,
) => Promise<Sent[]>;

/**
 * The answer tells which messages Pusher refused for good. Rejects with `PUSHER_UNAVAILABLE` when the outage lasts, or
 * when `onOutage`, which is asked before each new try, says that it is not ours to go on.
 */
export function createSend(
  transport: Pick<Transport, 'send' | 'trigger'>,
  {
    wait,
    random,
    observe,
    isSettling = () => false,
  }: Pick<EngineOptions, 'wait' | 'random' | 'observe'> & {
    /** Whether no outage is to be waited for any more. */
    readonly isSettling?: () => boolean;
  },
): Send {
  async function request(messages: readonly OutgoingMessage[]): Promise<void> {
    const [first] = messages;
    if (first && first.channels.length > 1) await transport.trigger(first);
    else
      await transport.send(
        messages.map(({ channels: [channel = ''], event, json }) => ({ channel, event, json })),
      );
  }

  async function sendRequest(
    messages: readonly OutgoingMessage[],
    onOutage: () => Promise<boolean>,
  ): Promise<Sent[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        await request(messages);
        return messages.map((message) => ({ message }));
      } catch (error) {
        const refused = error instanceof GatewayError && error.code === 'PUSHER_REFUSED';
        if (refused && messages.length === 1)
          return messages.map((message) => ({ message, refused: error.message }));
        // Pusher refuses a batch as a whole: one by one shows which message it meant.
        if (refused) return sendEach(messages, onOutage);
        if (attempt === maxAttempts || isSettling()) throw error;
        const pause = pauseAfter(attempt, error);
        observe.retrying?.({ attempt, pause });
        await wait(pause);
        if (!(await onOutage())) throw error;
      }
    }
  }

  async function sendEach(
    messages: readonly OutgoingMessage[],
    onOutage: () => Promise<boolean>,
  ): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (const message of messages) sent.push(...(await sendRequest([message], onOutage)));
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
    for (const wave of wavesOf(requestsOf(messages))) {
      const outcomes = await Promise.allSettled(wave.map((together) => sendRequest(together, onOutage)));
      // When all have ended: whoever hears of a failure may try again, and nothing old may arrive after that.
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') throw outcome.reason;
        sent.push(...outcome.value);
      }
    }
    return sent;
  };
}

/** Requests that may overtake each other: what goes to one channel is never in two of them. */
function wavesOf(requests: readonly OutgoingMessage[][]): OutgoingMessage[][][] {
  const waves: OutgoingMessage[][][] = [];
  let wave: OutgoingMessage[][] = [];
  let taken = new Set<string>();
  for (const request of requests) {
    const channels = request.flatMap((message) => message.channels);
    if (waves.length === 0 || wave.length === maxInFlight || channels.some((each) => taken.has(each))) {
      wave = [];
      taken = new Set();
      waves.push(wave);
    }
    wave.push(request);
    for (const each of channels) taken.add(each);
  }
  return waves;
}

/** Messages that may go in one request: one for several channels, or a batch with one channel each. */
function requestsOf(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const requests: OutgoingMessage[][] = [];
  let batch: OutgoingMessage[] = [];
  for (const message of messages) {
    const alone = message.channels.length > 1;
    if (alone || batch.length === 0 || batch.length === maxEventsPerBatch) {
      batch = [];
      requests.push(batch);
    }
    batch.push(message);
    if (alone) batch = [];
  }
  return requests;
}
