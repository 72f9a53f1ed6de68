import { useState } from 'react';
import { type Client, createClient } from '../../client/index.ts';
import { PusherProvider } from '../../react/index.ts';
import { Dashboard } from './components/dashboard.tsx';
import { SignIn } from './components/sign-in.tsx';
import { keepToken, takeToken } from './gateway/kept-token.ts';
import type { Problem } from './gateway/problem.ts';
import { endpoint, headersFor } from './gateway/request.ts';

/** Whoever looks: without a token first, since a cookie or an open gateway may be enough. */
interface Session {
  readonly token: string | undefined;
  readonly client: Client;
  /** Why a token is asked for, and whether one was given that did not do. */
  readonly refusal?: { readonly problem: Problem; readonly hadToken: boolean };
  /** Grows with each, so that nothing of one shows in the next. */
  readonly number: number;
}

export function App() {
  const [session, setSession] = useState<Session>(() => sessionOf(takeToken(), 0));

  function begin(token: string | undefined, refusal?: Session['refusal']): void {
    void session.client.dispose();
    keepToken(token);
    setSession({ ...sessionOf(token, session.number + 1), ...(refusal && { refusal }) });
  }

  const { token, client, refusal, number } = session;
  if (refusal) return <SignIn {...refusal} onToken={(next) => begin(next)} />;
  return (
    <PusherProvider client={client} key={number}>
      <Dashboard
        token={token}
        onRefused={(problem) => begin(undefined, { problem, hadToken: token !== undefined })}
        onSignOut={() => begin(undefined)}
      />
    </PusherProvider>
  );
}

/** A client connects at its first subscription, and not before. */
function sessionOf(token: string | undefined, number: number): Session {
  return { token, client: createClient({ url: endpoint, headers: headersFor(token) }), number };
}
