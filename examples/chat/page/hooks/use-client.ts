import type { Client } from 'graphql-pusher/client';
import { useEffect, useState } from 'react';
import { connectAs } from '../api/connect.ts';

/** Creates a client while the component is mounted. Returns `undefined` on the first render. */
export function useClient(token: string): Client | undefined {
  const [client, setClient] = useState<Client>();
  useEffect(() => {
    const connected = connectAs(token);
    setClient(connected);
    return () => {
      setClient(undefined);
      connected.dispose();
    };
  }, [token]);
  return client;
}
