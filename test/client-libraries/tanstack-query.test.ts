import {
  QueryClient,
  QueryObserver,
  experimental_streamedQuery as streamedQuery,
} from '@tanstack/react-query';
import type { Client } from '../../src/client/index.ts';
import { heardIn, type PlainResult, refusalOf } from './support/heard.ts';
import { libraryContract } from './support/library-contract.ts';
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
  subscribe: (room, hear) => {
    const queries = new QueryClient();
    const observer = new QueryObserver(queries, saidIn(client, room));
    let heard = 0;
    return observer.subscribe(({ data = [], error, fetchStatus }) => {
      for (const result of data.slice(heard)) hear(heardIn(result));
      heard = data.length;
      if (error) hear(refusalOf(error));
      else if (fetchStatus === 'idle') hear('complete');
    });
  },
}));
