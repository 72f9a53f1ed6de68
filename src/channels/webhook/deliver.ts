import { splitUserinfo, withoutCredentials } from '../../protocol/index.ts';
import { signWebhook } from '../../signing/index.ts';
import type { Counters } from '../connection/index.ts';
import type { AppSettings, Settings } from '../options.ts';

/** Maximum delay between two attempts, in ms. */
const maxRetryDelay = 30_000;

/**
 * Posts bodies to one URL, one at a time and in order. A failed body is retried before the next one is sent, because
 * `channel_vacated` must not arrive before the `channel_occupied` that precedes it.
 */
export interface Delivery {
  post(body: string): void;
  /** Sends each pending body once, without retries. Resolves after `webhookTimeout` at the latest. */
  close(): Promise<void>;
}

/** A body to deliver. */
interface PendingBody {
  body: string;
  bytes: number;
  /** When the retries end, by `steadyNow()`. */
  retryUntil: number;
}

export function createDelivery(
  url: string,
  { key, secret }: AppSettings,
  settings: Settings,
  counters: Counters,
): Delivery {
  const target = splitUserinfo(url);
  const shownUrl = withoutCredentials(url);
  const pending: PendingBody[] = [];
  let pendingBytes = 0;
  let isOverflowing = false;
  let working: Promise<void> | undefined;
  const closing = new AbortController();
  /** Aborted when `close()` times out. */
  const ended = new AbortController();

  async function attempt(body: string): Promise<string | undefined> {
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        // The official SDKs reject a content type with a charset.
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': key,
          'x-pusher-signature': signWebhook(secret, body),
          ...(target.authorization && { authorization: target.authorization }),
        },
        body,
        // A redirect counts as a failure.
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(settings.webhookTimeout), ended.signal]),
      });
      // Read the whole body, so that the connection can be reused.
      await response.arrayBuffer();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async function deliver({ body, retryUntil }: PendingBody): Promise<void> {
    for (let delay = settings.webhookRetryDelay; ; delay = Math.min(delay * 2, maxRetryDelay)) {
      const failure = await attempt(body);
      if (failure === undefined) {
        counters.webhooksDelivered++;
        return;
      }
      if (closing.signal.aborted || settings.steadyNow() + delay > retryUntil) {
        counters.webhooksLost++;
        settings.onError(new Error(`Webhook to ${shownUrl} failed and is not retried: ${failure}.`));
        return;
      }
      await waitFor(delay, closing.signal);
    }
  }

  function takeNext(): PendingBody | undefined {
    const next = pending.shift();
    if (next) pendingBytes -= next.bytes;
    return next;
  }

  async function work(): Promise<void> {
    for (let next = takeNext(); next && !ended.signal.aborted; next = takeNext()) await deliver(next);
    isOverflowing = false;
    working = undefined;
  }

  /** Drops the oldest bodies, so that a receiver that recovers gets the newest state. */
  function dropOverflow(): void {
    while (pendingBytes > settings.maxWebhookBytes && pending.length > 1) {
      takeNext();
      counters.webhooksLost++;
      if (!isOverflowing)
        settings.onError(
          new Error(
            `Webhooks to ${shownUrl} are dropped: more than ${settings.maxWebhookBytes} bytes are pending. Make the receiver faster, or raise maxWebhookBytes.`,
          ),
        );
      isOverflowing = true;
    }
  }

  return {
    post(body) {
      const bytes = Buffer.byteLength(body);
      pending.push({ body, bytes, retryUntil: settings.steadyNow() + settings.webhookRetryFor });
      pendingBytes += bytes;
      dropOverflow();
      working ??= work();
    },
    async close() {
      closing.abort();
      const timer = setTimeout(() => {
        counters.webhooksLost += pending.length;
        ended.abort();
      }, settings.webhookTimeout);
      await working;
      clearTimeout(timer);
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch` puts the reason into the cause.
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Resolves after the delay, or when the signal is aborted. */
function waitFor(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, delay);
    // A pending retry must not keep the process alive.
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
