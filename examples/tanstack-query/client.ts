/** TanStack Query 5: a streamed query, whose data are the results so far. `useQuery(saidIn('dogs'))` takes the same. */
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
    // What it shows is never stale, and has no use any more once nobody looks.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // The client tries again by itself; what it gives up is refused.
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
