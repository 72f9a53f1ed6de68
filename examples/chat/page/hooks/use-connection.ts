import type { Client, PusherInstance } from 'graphql-pusher/client';
import { useEffect, useState } from 'react';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

export interface Connection {
  readonly state: ConnectionState;
  /** The client's pusher-js instance; `undefined` before the first connection. */
  readonly pusher: PusherInstance | undefined;
}

/** Returns the state of the client's connection to Pusher. */
export function useConnection(client: Client | undefined): Connection {
  const [state, setState] = useState<ConnectionState>('connecting');
  const [pusher, setPusher] = useState<PusherInstance>();
  useEffect(() => {
    if (!client) return;
    const stops = [
      client.on('connecting', (isRetry) => setState(isRetry ? 'reconnecting' : 'connecting')),
      client.on('connected', (connected) => {
        setPusher(connected);
        setState('live');
      }),
      client.on('closed', (closed) =>
        setState(closed.state === 'disconnected' || closed.state === 'failed' ? 'offline' : 'reconnecting'),
      ),
    ];
    return () => {
      for (const stop of stops) stop();
      setPusher(undefined);
      setState('connecting');
    };
  }, [client]);
  return { state, pusher };
}
