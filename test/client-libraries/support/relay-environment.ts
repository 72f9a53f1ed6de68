import { Environment, Network, Observable, RecordSource, Store } from 'relay-runtime';
import type { Client, ExecutionResult, Sink } from '../../../src/client/index.ts';

/** An environment whose subscriptions go over our client. */
export function createRelayEnvironment(client: Client): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      () => Observable.create((sink) => sink.error(new Error('There are no queries here.'))),
      ({ name, text }, variables) =>
        Observable.create((sink) =>
          // Relay's type of a response has mutable arrays and no nulls; what it takes is the same.
          client.subscribe(
            { operationName: name, query: text ?? '', variables },
            sink as Sink<ExecutionResult>,
          ),
        ),
    ),
  });
}
