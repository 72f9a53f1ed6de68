import { requestSubscription } from 'relay-runtime';
import { heardIn, refusalOf, type SaidData } from './support/heard.ts';
import { libraryContract } from './support/library-contract.ts';
import { createRelayEnvironment } from './support/relay-environment.ts';
import { saidOperation } from './support/relay-said.ts';

libraryContract(
  'Relay 21',
  (client) => {
    const environment = createRelayEnvironment(client);
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
