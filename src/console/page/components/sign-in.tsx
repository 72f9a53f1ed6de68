import { type FormEvent, useState } from 'react';
import type { Problem } from '../gateway/problem.ts';
import { BrandIcon } from './icons.tsx';
import { Notice } from './notice.tsx';

export interface SignInProps {
  readonly problem: Problem;
  /** The gateway rejected a token. */
  readonly hadToken: boolean;
  readonly onToken: (token: string) => void;
}

/** Requests a token from the viewer. The token stays in this browser tab and is sent to the gateway only. */
export function SignIn({ problem, hadToken, onToken }: SignInProps) {
  const [token, setToken] = useState('');

  function submit(event: FormEvent): void {
    event.preventDefault();
    onToken(token.trim().replace(/^Bearer\s+/i, ''));
  }

  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <BrandIcon />
        <h1>Console</h1>
        <p className="quiet">This gateway requires a token.</p>
        {(hadToken || problem.code === 'FORBIDDEN') && <Notice kind="error">{problem.message}</Notice>}
        <label htmlFor="token">Token</label>
        <input
          id="token"
          type="password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          required
          // biome-ignore lint/a11y/noAutofocus: it is the only field of the page.
          autoFocus
          aria-describedby="token-hint"
        />
        <button type="submit" className="primary">
          Open the console
        </button>
        <p id="token-hint" className="hint">
          A JWT that the gateway accepts and its rule <code>console</code> allows. A server started by{' '}
          <code>serve</code> prints a link with a token. The token is stored until you close this tab.
        </p>
      </form>
    </main>
  );
}
