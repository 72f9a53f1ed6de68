import { type Plugin, useReadinessCheck } from 'graphql-yoga';
import { codeOf, type Store, type Transport } from '../core/index.ts';
import { steadyClock } from '../protocol/index.ts';

/** How long an answer holds, in ms: whoever asks may be anybody, and each look costs a request to Pusher. */
const holds = 1_000;

/** Nobody is on it, so no server has much to say of it. */
const anyChannel = 'gql-ready';

interface Collaborators {
  readonly store: Pick<Store, 'ready'>;
  readonly transport: Pick<Transport, 'channel'>;
  now(): number;
}

/**
 * `/ready`, for orchestrators: 200 when store and Pusher answer, else 503 with what does not. `/health` tells only that
 * the process is alive.
 */
export function useReadiness({ store, transport, now }: Collaborators): Plugin {
  const elapsed = steadyClock(now);
  let last: { readonly at: number; readonly outcome: Promise<Record<string, string>> } | undefined;

  async function look(): Promise<Record<string, string>> {
    const [ofStore, ofPusher] = await Promise.all([
      outcomeOf(() => store.ready()),
      outcomeOf(() => transport.channel(anyChannel)),
    ]);
    return { store: ofStore, pusher: ofPusher };
  }

  return useReadinessCheck({
    endpoint: '/ready',
    async check({ fetchAPI }) {
      if (!last || elapsed() - last.at >= holds) last = { at: elapsed(), outcome: look() };
      const outcome = await last.outcome;
      const isReady = Object.values(outcome).every((each) => each === 'ok');
      return fetchAPI.Response.json(outcome, {
        status: isReady ? 200 : 503,
        headers: { 'Cache-Control': 'no-store' },
      });
    },
  });
}

/** The reason itself may name hosts, and anybody may ask. */
async function outcomeOf(question: () => Promise<unknown>): Promise<string> {
  try {
    await question();
    return 'ok';
  } catch (error) {
    return codeOf(error) ?? 'UNAVAILABLE';
  }
}
