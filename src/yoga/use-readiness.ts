import { type Plugin, useReadinessCheck } from 'graphql-yoga';
import { codeOf, type Store, type Transport } from '../core/index.ts';
import { steadyClock } from '../protocol/index.ts';

/** How long a result is cached, in ms. The endpoint is public, and each check sends a request to Pusher. */
const cacheTimeout = 1_000;

/** A channel without subscribers, so that the response is small. */
const emptyChannel = 'gql-ready';

interface Collaborators {
  readonly store: Pick<Store, 'ready'>;
  readonly transport: Pick<Transport, 'channel'>;
  now(): number;
}

/**
 * Serves `/ready` for orchestrators: 200 if the store and Pusher respond, otherwise 503 with the code of each failure.
 * `/health` only reports that the process is alive.
 */
export function useReadiness({ store, transport, now }: Collaborators): Plugin {
  const elapsed = steadyClock(now);
  let last: { readonly at: number; readonly outcome: Promise<Record<string, string>> } | undefined;

  async function check(): Promise<Record<string, string>> {
    const [storeCode, pusherCode] = await Promise.all([
      outcomeOf(() => store.ready()),
      outcomeOf(() => transport.channel(emptyChannel)),
    ]);
    return { store: storeCode, pusher: pusherCode };
  }

  return useReadinessCheck({
    endpoint: '/ready',
    async check({ fetchAPI }) {
      if (!last || elapsed() - last.at >= cacheTimeout) last = { at: elapsed(), outcome: check() };
      const outcome = await last.outcome;
      const isReady = Object.values(outcome).every((each) => each === 'ok');
      return fetchAPI.Response.json(outcome, {
        status: isReady ? 200 : 503,
        headers: { 'Cache-Control': 'no-store' },
      });
    },
  });
}

/** Returns a code instead of the message. The endpoint is public, and the message may contain host names. */
async function outcomeOf(request: () => Promise<unknown>): Promise<string> {
  try {
    await request();
    return 'ok';
  } catch (error) {
    return codeOf(error) ?? 'UNAVAILABLE';
  }
}
