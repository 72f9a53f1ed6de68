/** Apollo Client 4: subscriptions over Pusher, everything else over HTTP. `useSubscription` works without changes. */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-pusher/client';

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';
// #region link
const client = createClient({
  url,
  // Results were lost and cannot be recovered. Refetch the data that subscriptions keep up to date.
  onLost: () => void apollo.refetchQueries({ include: 'active' }),
});
const apollo = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(client),
    new HttpLink({ uri: url }),
  ),
});
// #endregion link

apollo
  .subscribe({
    query: gql`
      subscription Said($roomId: ID!) {
        said(roomId: $roomId) {
          text
        }
      }
    `,
    variables: { roomId: 'dogs' },
  })
  // `error` is set for a rejected subscription and for errors in a result. Neither one throws.
  .subscribe(({ data, error }) => console.log(error ?? data));
