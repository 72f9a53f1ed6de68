import { libraryContract } from './support/library-contract.ts';
import { receivedIn, rejectionOf, type SaidData } from './support/received.ts';
import { said } from './support/world.ts';

libraryContract('a loop over client.iterate', (client) => ({
  subscribe: (room, record) => {
    const results = client.iterate<SaidData>({ query: said, variables: { room } });
    async function listen(): Promise<void> {
      for await (const result of results) record(receivedIn(result));
      record('complete');
    }
    listen().catch((error) => record(rejectionOf(error)));
    return () => void results.return?.();
  },
}));
