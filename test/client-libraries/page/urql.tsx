import { type ComponentType, useEffect, useEffectEvent } from 'react';
import { Provider, subscriptionExchange, Client as UrqlClient, useSubscription } from 'urql';
import type { Client } from '../../../src/client/index.ts';
import type { RoomProps } from '../../support/hook-page/harness.tsx';
import { type SaidData, said, textIn } from './said.ts';

export function createUrqlRoom(client: Client): ComponentType<RoomProps> {
  const urql = new UrqlClient({
    url: 'http://unused.test/graphql',
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: (operation) => ({
          subscribe: (sink) => ({ unsubscribe: client.subscribe(operation, sink) }),
        }),
      }),
    ],
  });

  function Room({ room, record }: RoomProps) {
    const [{ data, error }] = useSubscription<SaidData>({ query: said, variables: { room } });
    const recordOnce = useEffectEvent(record);
    const id = data?.said?.id;
    // biome-ignore lint/correctness/useExhaustiveDependencies: the id identifies a message.
    useEffect(() => {
      if (id) recordOnce(textIn(data));
    }, [id]);
    useEffect(() => {
      if (error) recordOnce(error.graphQLErrors[0]?.message ?? error.message);
    }, [error]);
    return null;
  }

  return (props) => (
    <Provider value={urql}>
      <Room {...props} />
    </Provider>
  );
}
