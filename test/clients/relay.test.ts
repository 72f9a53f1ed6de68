import { Environment, Network, Observable, RecordSource, requestSubscription, Store } from 'relay-runtime';
import type { Client, ExecutionResult, Sink } from '../../src/client/index.ts';
import { heardIn, refusalOf, type SaidData } from './support/heard.ts';
import { libraryContract } from './support/library-contract.ts';
import { saidOperation } from './support/relay-said.ts';

function createEnvironment(client: Client): Environment {
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      () => Observable.create((sink) => sink.error(new Error('There are no queries here.'))),
      ({ name, text }, variables) =>
        Observable.create((sink) =>
          client.subscribe(
            { operationName: name, query: text ?? '', variables },
            sink as Sink<ExecutionResult>,
          ),
        ),
    ),
  });
}

libraryContract(
  'Relay 21',
  (client) => {
    const environment = createEnvironment(client);
    return {
      subscribe: (room, hear) => {
        const { dispose } = requestSubscription<{ variables: { room: string }; response: SaidData }>(
          environment,
          {
            subscription: saidOperation,
            variables: { room },
            onNext: (data) => hear(heardIn({ data })),
            onError: (error) => hear(refusalOf(error)),
            onCompleted: () => hear('complete'),
          },
        );
        return dispose;
      },
    };
  },
  { showsErrors: false, needsOnLost: true },
);
