/** Relay 21: pass a subscribe function to its network layer. `useSubscription` works without changes. */
import { createClient, type ExecutionResult, type Sink } from 'graphql-pusher/client';
import {
  Environment,
  type GraphQLResponse,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
} from 'relay-runtime';
import { saidSubscription } from './said-subscription.ts';

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';
const client = createClient({
  url,
  // Results were lost and cannot be recovered. Refetch the data that subscriptions keep up to date.
  onLost: () => console.log('Some messages may be missing here.'),
});
const environment = new Environment({
  store: new Store(new RecordSource()),
  network: Network.create(
    async ({ text }, variables): Promise<GraphQLResponse> => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ query: text, variables });
      return (await fetch(url, { method: 'POST', headers, body })).json();
    },
    ({ name, text }, variables) =>
      Observable.create((sink) =>
        // Relay's response type allows neither read-only arrays nor null.
        client.subscribe(
          { operationName: name, query: text ?? '', variables },
          sink as Sink<ExecutionResult>,
        ),
      ),
  ),
});

requestSubscription(environment, {
  subscription: saidSubscription,
  variables: { roomId: 'dogs' },
  onNext: (data) => console.log(data),
  // If the gateway rejects the subscription, `error` is an array of GraphQL errors.
  onError: (error) => console.error(error),
});
