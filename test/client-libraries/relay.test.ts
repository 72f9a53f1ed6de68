import { requestSubscription } from 'relay-runtime';
import { libraryContract } from './support/library-contract.ts';
import { receivedIn, rejectionOf, type SaidData } from './support/received.ts';
import { createRelayEnvironment } from './support/relay-environment.ts';
import { saidOperation } from './support/relay-said.ts';

libraryContract(
  'Relay 21',
  (client) => {
    const environment = createRelayEnvironment(client);
    return {
      subscribe: (room, record) => {
        const { dispose } = requestSubscription<{ variables: { room: string }; response: SaidData }>(
          environment,
          {
            subscription: saidOperation,
            variables: { room },
            onNext: (data) => record(receivedIn({ data })),
            onError: (error) => record(rejectionOf(error)),
            onCompleted: () => record('complete'),
          },
        );
        return dispose;
      },
    };
  },
  { showsErrors: false, needsOnLost: true },
);
