import { useState, useSyncExternalStore } from 'react';
import { keepToken, onTokenChange, readToken } from '../api/kept-token.ts';

export interface Session {
  /** `null`: nobody is signed in. */
  readonly token: string | null;
  /** Why the last session ended, where the user did not end it. */
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
    begin: (begun) => {
      setNotice(undefined);
      keepToken(begun);
    },
    end: (why) => {
      setNotice(why);
      keepToken(null);
    },
  };
}
