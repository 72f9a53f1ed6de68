import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** What becomes of a client's POST, and how often. */
const fates = { passed: 82, notSent: 5, answerLost: 5, refusedForNow: 3, slow: 5 } as const;

/** A `fetch` for clients: to any gateway that is alive, over a network that is not. */
export function createUnreliableFetch(
  gateway: () => string | undefined,
  isCalm: () => boolean,
  random: Random,
  tally: Tally,
): typeof fetch {
  return async (_url, init) => {
    const base = gateway();
    if (!base) throw new TypeError('No gateway is alive.');
    const fate = isCalm() ? 'passed' : random.weighted(fates);
    tally.count(`posts ${fate}`);
    if (fate === 'notSent') throw new TypeError('The network is unreachable.');
    if (fate === 'refusedForNow') return new Response('Service Unavailable', { status: 503 });
    if (fate === 'slow') await new Promise((resolve) => setTimeout(resolve, random.between(50, 600)));
    const response = await fetch(`${base}/graphql`, init);
    if (fate !== 'answerLost') return response;
    await response.arrayBuffer();
    throw new TypeError('The answer is lost.');
  };
}
