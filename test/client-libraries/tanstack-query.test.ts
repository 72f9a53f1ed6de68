import {
  QueryClient,
  QueryObserver,
  experimental_streamedQuery as streamedQuery,
} from '@tanstack/react-query';
import type { Client } from '../../src/client/index.ts';
import { heardIn, type PlainResult, refusalOf } from './support/heard.ts';
import { libraryContract } from './support/library-contract.ts';
import { said } from './support/world.ts';

/** As the docs have it: the results so far are the query's data, and the subscription ends with the query. */
function saidIn(client: Client, room: string) {
  return {
    queryKey: ['said', room],
    retry: false,
    // What a page that comes back sees is the subscription's business.
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
