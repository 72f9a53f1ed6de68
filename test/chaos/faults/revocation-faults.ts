import type { FaultSettings, Faults } from './fault.ts';

/** Ends of generations. Every viewer stays authorized, so no subscriber may miss a result. */
export function createRevocationFaults({ world, rooms, random }: FaultSettings): Faults {
  return {
    'topic revoked': async () => {
      const url = world.anyGateway(random);
      if (url !== undefined) await revoke(url, random.pick(rooms));
      return url !== undefined;
    },
    // All gateways at once, some of them twice.
    'topic revoked concurrently': async () => {
      const room = random.pick(rooms);
      const urls = world.gateways.flatMap(({ url }) => (url === undefined ? [] : [url]));
      const twice = urls.filter(() => random.chance(0.5));
      await Promise.all([...urls, ...twice].map((url) => revoke(url, room)));
      return urls.length > 1;
    },
  };
}

/** The gateway may die at any moment of it. */
async function revoke(url: string, room: string): Promise<void> {
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { endGeneration(room: "${room}") }` }),
    signal: AbortSignal.timeout(8_000),
  }).catch(() => undefined);
}
