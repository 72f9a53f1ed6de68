import type { Client } from 'graphql-pusher/client';
import { useEffect, useState } from 'react';
import { connectAs } from '../api/connect.ts';

/** A client of our own, for as long as the component is there; `undefined` on the first rendering. */
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
