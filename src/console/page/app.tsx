import { useState } from 'react';
import { type Client, createClient } from '../../client/index.ts';
import { PusherProvider } from '../../react/index.ts';
import { Dashboard } from './components/dashboard.tsx';
import { SignIn } from './components/sign-in.tsx';

import type { Problem } from './gateway/problem.ts';
import { endpoint, headersFor } from './gateway/request.ts';
import { storeToken, takeToken } from './gateway/stored-token.ts';

/** The viewer's session. The first one may have no token: a cookie or an open gateway can be enough. */
interface Session {
  readonly token: string | undefined;
  readonly client: Client;
  /** Why the gateway rejected the previous session, and whether that session had a token. */
  readonly rejection?: { readonly problem: Problem; readonly hadToken: boolean };
  /** Increases with each session. As the React key it resets the state of the previous session. */
  readonly number: number;
}

export function App() {
  const [session, setSession] = useState<Session>(() => sessionOf(takeToken(), 0));

  function begin(token: string | undefined, rejection?: Session['rejection']): void {
    void session.client.dispose();
    storeToken(token);
    setSession({ ...sessionOf(token, session.number + 1), ...(rejection && { rejection }) });
  }

  const { token, client, rejection, number } = session;
  if (rejection) return <SignIn {...rejection} onToken={(next) => begin(next)} />;
  return (
    <PusherProvider client={client} key={number}>
      <Dashboard
        token={token}
        onRejected={(problem) => begin(undefined, { problem, hadToken: token !== undefined })}
        onSignOut={() => begin(undefined)}
      />
    </PusherProvider>
  );
}

/** The client connects when the first subscription starts. */
function sessionOf(token: string | undefined, number: number): Session {
  return { token, client: createClient({ url: endpoint, headers: headersFor(token) }), number };
}
