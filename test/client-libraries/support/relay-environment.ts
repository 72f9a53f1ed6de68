import { Environment, Network, Observable, RecordSource, Store } from 'relay-runtime';
import type { Client, ExecutionResult, Sink } from '../../../src/client/index.ts';

/** A Relay environment whose subscriptions use this client. */
export function createRelayEnvironment(client: Client): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      () => Observable.create((sink) => sink.error(new Error('This environment supports no queries.'))),
      ({ name, text }, variables) =>
        Observable.create((sink) =>
          // Relay's response type has mutable arrays and no nulls, but Relay accepts this value.
          client.subscribe(
            { operationName: name, query: text ?? '', variables },
            sink as Sink<ExecutionResult>,
          ),
        ),
    ),
  });
}
