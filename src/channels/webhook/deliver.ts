import { signWebhook } from '../../signing/index.ts';
import type { Counters } from '../counters.ts';
import type { AppSettings, Settings } from '../options.ts';

/** Longest wait between two attempts. */
const maxRetryDelay = 30_000;

/** Posts bodies to one URL, each until it is taken or given up. */
export interface Delivery {
  post(body: string): void;
  /** Makes no further retries; resolves when what is under way has ended. */
  close(): Promise<void>;
}

export function createDelivery(
  url: string,
  { key, secret }: AppSettings,
  settings: Settings,
  counters: Counters,
): Delivery {
  const running = new Set<Promise<void>>();
  const closing = new AbortController();

  async function attempt(body: string): Promise<string | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        // Exactly this content type: the official SDKs refuse one with a charset.
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': key,
          'x-pusher-signature': signWebhook(secret, body),
        },
        body,
        // A redirect is no 2xx.
        redirect: 'manual',
        signal: AbortSignal.timeout(settings.webhookTimeout),
      });
      // Read to its end, so that the connection can be used again.
      await response.arrayBuffer();
      return response.ok ? undefined : `answered ${response.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async function deliver(body: string): Promise<void> {
    const giveUpAt = settings.steadyNow() + settings.webhookRetryFor;
    for (let delay = settings.webhookRetryDelay; ; delay = Math.min(delay * 2, maxRetryDelay)) {
      const failure = await attempt(body);
      if (failure === undefined) {
        counters.webhooksDelivered++;
        return;
      }
      if (closing.signal.aborted || settings.steadyNow() + delay > giveUpAt) {
        counters.webhooksLost++;
        settings.onError(new Error(`Webhook ${url} was given up: ${failure}.`));
        return;
      }
      await waitFor(delay, closing.signal);
    }
  }

  return {
    post(body) {
      const delivery = deliver(body).finally(() => running.delete(delivery));
      running.add(delivery);
    },
    async close() {
      closing.abort();
      await Promise.all(running);
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
