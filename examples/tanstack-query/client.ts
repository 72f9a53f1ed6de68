/** TanStack Query 5: a streamed query. Its data are the results so far. `useQuery(saidIn('dogs'))` works too. */
import {
  QueryClient,
  QueryObserver,
  experimental_streamedQuery as streamedQuery,
} from '@tanstack/react-query';
import { createClient, isLostResults } from 'graphql-pusher/client';

const client = createClient({ url: process.argv[2] ?? 'http://127.0.0.1:4000/graphql' });

const query = /* GraphQL */ `
  subscription Said($roomId: ID!) {
    said(roomId: $roomId) {
      text
    }
  }
`;

function saidIn(roomId: string) {
  return {
    queryKey: ['said', roomId],
    // The data never become stale, and are not needed after the last observer unsubscribes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // The client retries by itself. Its errors are final.
    retry: false,
    queryFn: streamedQuery({
      streamFn: ({ signal }) => {
        const results = client.iterate<{ said: { text: string } }>({ query, variables: { roomId } });
        signal.addEventListener('abort', () => void results.return?.());
        return results;
      },
    }),
  };
}

new QueryObserver(new QueryClient(), saidIn('dogs')).subscribe(({ data, error }) => {
  const newest = data?.at(-1);
  if (error) console.error(error);
  else if (newest) console.log(isLostResults(newest) ? 'Some messages may be missing here.' : newest.data);
});
