import { type ComponentType, useMemo } from 'react';
import { RelayEnvironmentProvider, useSubscription } from 'react-relay';
import type { Client } from '../../../src/client/index.ts';
import type { RoomProps } from '../../support/hook-page/harness.tsx';
import { createRelayEnvironment } from '../support/relay-environment.ts';
import { saidOperation } from '../support/relay-said.ts';
import { type SaidData, textIn } from './said.ts';

interface Said {
  variables: { room: string };
  response: SaidData;
}

export function createRelayRoom(client: Client): ComponentType<RoomProps> {
  const environment = createRelayEnvironment(client);

  function Room({ room, record }: RoomProps) {
    // Relay requires the same object while nothing has changed.
    // biome-ignore lint/correctness/useExhaustiveDependencies: `record` never changes its behavior.
    const config = useMemo(
      () => ({
        subscription: saidOperation,
        variables: { room },
        onNext: (data: SaidData | null | undefined) => record(textIn(data)),
        onError: (error: unknown) => record([error].flat()[0] instanceof Error ? 'failed' : messageOf(error)),
      }),
      [room],
    );
    useSubscription<Said>(config);
    return null;
  }

  return (props) => (
    <RelayEnvironmentProvider environment={environment}>
      <Room {...props} />
    </RelayEnvironmentProvider>
  );
}

function messageOf(error: unknown): string {
  return ([error].flat()[0] as { message: string }).message;
}
