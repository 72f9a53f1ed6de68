import { useState, useSyncExternalStore } from 'react';
import { onTokenChange, readToken, storeToken } from '../api/stored-token.ts';

export interface Session {
  /** `null` if no user is signed in. */
  readonly token: string | null;
  /** Why the last session ended, if the user did not sign out. */
  readonly notice: string | undefined;
  begin(token: string): void;
  end(notice?: string): void;
}

export function useSession(): Session {
  const token = useSyncExternalStore(onTokenChange, readToken);
  const [notice, setNotice] = useState<string>();
  return {
    token,
    notice,
    begin: (newToken) => {
      setNotice(undefined);
      storeToken(newToken);
    },
    end: (reason) => {
      setNotice(reason);
      storeToken(null);
    },
  };
}
