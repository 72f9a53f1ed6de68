import { type SubscriptionForwarder, subscriptionExchange, Client as UrqlClient } from '@urql/core';
import type { Client } from '../../src/client/index.ts';
import { type Library, libraryContract } from './support/library-contract.ts';
import { receivedIn, rejectionOf, type SaidData } from './support/received.ts';
import { said } from './support/world.ts';

function createLibrary(forwardSubscription: SubscriptionForwarder): Library {
  const urql = new UrqlClient({
    url: 'http://unused.test/graphql',
    preferGetMethod: false,
    exchanges: [subscriptionExchange({ forwardSubscription })],
  });
  return {
    subscribe: (room, record) =>
      urql.subscription<SaidData>(said, { room }).subscribe(({ data, error, hasNext }) => {
        if (error && !data) record(rejectionOf(error));
        else if (!hasNext) record('complete');
        else record(receivedIn({ data, ...(error && { errors: error.graphQLErrors }) }));
      }).unsubscribe,
  };
}

libraryContract(
  'urql 6',
  (client: Client) =>
    createLibrary((operation) => ({
      subscribe: (sink) => ({ unsubscribe: client.subscribe(operation, sink) }),
    })),
  // urql merges each result into the previous one: errors and data stay until new ones arrive.
  { keepsErrors: true, needsOnLost: true },
);

libraryContract(
  'urql 6, with an empty errors array in each result',
  (client: Client) =>
    createLibrary((operation) => ({
      subscribe: (sink) => ({
        unsubscribe: client.subscribe<object, Record<string, unknown>>(operation, {
          ...sink,
          next: (result) => sink.next({ errors: [], ...result }),
        }),
      }),
    })),
  { needsOnLost: true },
);
