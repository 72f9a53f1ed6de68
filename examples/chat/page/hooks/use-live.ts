import { useEffect, useState } from 'react';
import { createLive, type Live } from '../api/live.ts';

/** The live side of the session, for as long as the component is there; `undefined` on the first rendering. */
export function useLive(token: string): Live | undefined {
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const created = createLive(token);
    setLive(created);
    return () => {
      setLive(undefined);
      created.client.dispose();
    };
  }, [token]);
  return live;
}
