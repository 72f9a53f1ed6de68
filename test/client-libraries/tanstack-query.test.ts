import {
  QueryClient,
  QueryObserver,
  experimental_streamedQuery as streamedQuery,
} from '@tanstack/react-query';
import type { Client } from '../../src/client/index.ts';
import { libraryContract } from './support/library-contract.ts';
import { type PlainResult, receivedIn, rejectionOf } from './support/received.ts';
import { said } from './support/world.ts';

/** As in the docs: the query's data are the results so far, and the subscription ends with the query. */
function saidIn(client: Client, room: string) {
  return {
    queryKey: ['said', room],
    retry: false,
    // The subscription keeps the data current, so a returning page need not refetch.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: streamedQuery({
      streamFn: ({ signal }) => {
        const results = client.iterate({ query: said, variables: { room } });
        signal.addEventListener('abort', () => void results.return?.());
        return results as AsyncIterable<PlainResult>;
      },
    }),
  };
}

libraryContract('TanStack Query 5', (client) => ({
  subscribe: (room, record) => {
    const queries = new QueryClient();
    const observer = new QueryObserver(queries, saidIn(client, room));
    let received = 0;
    return observer.subscribe(({ data = [], error, fetchStatus }) => {
      for (const result of data.slice(received)) record(receivedIn(result));
      received = data.length;
      if (error) record(rejectionOf(error));
      else if (fetchStatus === 'idle') record('complete');
    });
  },
}));
