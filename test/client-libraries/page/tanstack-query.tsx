import {
  QueryClient,
  QueryClientProvider,
  experimental_streamedQuery as streamedQuery,
  useQuery,
} from '@tanstack/react-query';
import { type ComponentType, useEffect, useEffectEvent } from 'react';
import type { Client } from '../../../src/client/index.ts';
import type { RoomProps } from '../../support/hook-page/harness.tsx';
import { type SaidData, said, textIn } from './said.ts';

export function createTanStackRoom(client: Client): ComponentType<RoomProps> {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: 0 } } });

  function Room({ room, record }: RoomProps) {
    const { data, error } = useQuery({
      queryKey: ['said', room],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: streamedQuery({
        streamFn: ({ signal }) => {
          const results = client.iterate<SaidData>({ query: said, variables: { room } });
          signal.addEventListener('abort', () => void results.return?.());
          return results;
        },
      }),
    });
    const recordOnce = useEffectEvent(record);
    const newest = data?.at(-1);
    useEffect(() => {
      if (newest) recordOnce(textIn(newest.data));
    }, [newest]);
    useEffect(() => {
      if (error) recordOnce(([error].flat()[0] as Error).message);
    }, [error]);
    return null;
  }

  return (props) => (
    <QueryClientProvider client={queries}>
      <Room {...props} />
    </QueryClientProvider>
  );
}
