import { heardIn, refusalOf, type SaidData } from './support/heard.ts';
import { libraryContract } from './support/library-contract.ts';
import { said } from './support/world.ts';

libraryContract('a loop over client.iterate', (client) => ({
  subscribe: (room, hear) => {
    const results = client.iterate<SaidData>({ query: said, variables: { room } });
    async function listen(): Promise<void> {
      for await (const result of results) hear(heardIn(result));
      hear('complete');
    }
    listen().catch((error) => hear(refusalOf(error)));
    return () => void results.return?.();
  },
}));
