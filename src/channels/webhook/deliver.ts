import { splitUserinfo, withoutCredentials } from '../../protocol/index.ts';
import { signWebhook } from '../../signing/index.ts';
import type { Counters } from '../connection/index.ts';
import type { AppSettings, Settings } from '../options.ts';

/** Longest wait between two attempts. */
const maxRetryDelay = 30_000;

/**
 * Posts bodies to one URL: one at a time, in order. A body that fails is retried before the next one is sent, because
 * `channel_vacated` must not overtake the `channel_occupied` before it.
 */
export interface Delivery {
  post(body: string): void;
  /** Sends what waits once, without retries, within the time that one request may take. */
  close(): Promise<void>;
}

/** A body, and when its retries end. */
interface Waiting {
  body: string;
  bytes: number;
  giveUpAt: number;
}

export function createDelivery(
  url: string,
  { key, secret }: AppSettings,
  settings: Settings,
  counters: Counters,
): Delivery {
  const target = splitUserinfo(url);
  const shownUrl = withoutCredentials(url);
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let isOverflowing = false;
  let working: Promise<void> | undefined;
  const closing = new AbortController();
  /** Aborted when `close()` has waited long enough. */
  const ended = new AbortController();

  async function attempt(body: string): Promise<string | undefined> {
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        // Exactly this content type: the official SDKs refuse one with a charset.
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': key,
          'x-pusher-signature': signWebhook(secret, body),
          ...(target.authorization && { authorization: target.authorization }),
        },
        body,
        // A redirect is no 2xx.
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(settings.webhookTimeout), ended.signal]),
      });
      // Read to its end, so that the connection can be used again.
      await response.arrayBuffer();
      return response.ok ? undefined : `answered ${response.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async function deliver({ body, giveUpAt }: Waiting): Promise<void> {
    for (let delay = settings.webhookRetryDelay; ; delay = Math.min(delay * 2, maxRetryDelay)) {
      const failure = await attempt(body);
      if (failure === undefined) {
        counters.webhooksDelivered++;
        return;
      }
      if (closing.signal.aborted || settings.steadyNow() + delay > giveUpAt) {
        counters.webhooksLost++;
        settings.onError(new Error(`Webhook ${shownUrl} was given up: ${failure}.`));
        return;
      }
      await waitFor(delay, closing.signal);
    }
  }

  function takeNext(): Waiting | undefined {
    const next = waiting.shift();
    if (next) waitingBytes -= next.bytes;
    return next;
  }

  async function work(): Promise<void> {
    for (let next = takeNext(); next && !ended.signal.aborted; next = takeNext()) await deliver(next);
    isOverflowing = false;
    working = undefined;
  }

  /** Drops the oldest bodies, so that a receiver that is back learns the newest state. */
  function dropOverflow(): void {
    while (waitingBytes > settings.maxWebhookBytes && waiting.length > 1) {
      takeNext();
      counters.webhooksLost++;
      if (!isOverflowing)
        settings.onError(
          new Error(
            `Webhooks to ${shownUrl} are dropped: more than ${settings.maxWebhookBytes} bytes wait for the receiver. Make it faster, or raise maxWebhookBytes.`,
          ),
        );
      isOverflowing = true;
    }
  }

  return {
    post(body) {
      const bytes = Buffer.byteLength(body);
      waiting.push({ body, bytes, giveUpAt: settings.steadyNow() + settings.webhookRetryFor });
      waitingBytes += bytes;
      dropOverflow();
      working ??= work();
    },
    async close() {
      closing.abort();
      const timer = setTimeout(() => {
        counters.webhooksLost += waiting.length;
        ended.abort();
      }, settings.webhookTimeout);
      await working;
      clearTimeout(timer);
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch` hides why it failed in the cause.
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Resolves early when the signal is aborted. */
function waitFor(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, delay);
    // A pending retry alone must not keep the process alive.
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
