/** urql 6: subscriptions over Pusher, everything else over HTTP. `useSubscription` works without changes. */
import { fetchExchange, subscriptionExchange, Client as UrqlClient } from '@urql/core';
import { createClient } from 'graphql-pusher/client';

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';
const client = createClient({
  url,
  // Results were lost and cannot be recovered. Refetch the data that subscriptions keep up to date.
  onLost: () => console.log('Some messages may be missing here.'),
});
const urql = new UrqlClient({
  url,
  preferGetMethod: false,
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: (operation) => ({
        subscribe: (sink) => ({
          unsubscribe: client.subscribe<object, Record<string, unknown>>(operation, {
            ...sink,
            // urql keeps the errors of the previous result unless the next result has an `errors` property.
            next: (result) => sink.next({ errors: [], ...result }),
          }),
        }),
      }),
    }),
  ],
});

const said = /* GraphQL */ `
  subscription Said($roomId: ID!) {
    said(roomId: $roomId) {
      text
    }
  }
`;
urql.subscription(said, { roomId: 'dogs' }).subscribe(({ data, error }) => console.log(error ?? data));
