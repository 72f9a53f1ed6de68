import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { libraryContract } from './support/library-contract.ts';
import { receivedIn, rejectionOf, type SaidData } from './support/received.ts';
import { said } from './support/world.ts';

libraryContract(
  'Apollo Client 4',
  (client) => {
    const apollo = new ApolloClient({ link: new GraphQLWsLink(client), cache: new InMemoryCache() });
    return {
      subscribe: (room, record) => {
        const subscription = apollo
          .subscribe<SaidData>({ query: gql(said), variables: { room }, errorPolicy: 'all' })
          .subscribe({
            next: ({ data, error }) => {
              // Apollo passes a rejection as a result without data.
              if (error && !data) record(rejectionOf(error));
              else record(receivedIn({ data, ...(error && { errors: [error] }) }));
            },
            complete: () => record('complete'),
          });
        return () => subscription.unsubscribe();
      },
    };
  },
  // After a result without data, Apollo would show the previous result from its cache.
  { needsOnLost: true },
);
