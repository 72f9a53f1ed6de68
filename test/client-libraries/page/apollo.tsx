import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { ApolloProvider, useSubscription } from '@apollo/client/react';
import type { ComponentType } from 'react';
import type { Client } from '../../../src/client/index.ts';
import type { RoomProps } from '../../support/hook-page/harness.tsx';
import { type SaidData, said, textIn } from './said.ts';

const document = gql(said);

export function createApolloRoom(client: Client): ComponentType<RoomProps> {
  const apollo = new ApolloClient({ link: new GraphQLWsLink(client), cache: new InMemoryCache() });

  function Room({ room, record }: RoomProps) {
    useSubscription<SaidData>(document, {
      variables: { room },
      onData: ({ data }) => record(textIn(data.data)),
      onError: (error) => record(error.message),
    });
    return null;
  }

  return (props) => (
    <ApolloProvider client={apollo}>
      <Room {...props} />
    </ApolloProvider>
  );
}
