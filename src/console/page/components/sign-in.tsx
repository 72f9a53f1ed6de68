import { type FormEvent, useState } from 'react';
import type { Problem } from '../gateway/problem.ts';
import { BrandIcon } from './icons.tsx';
import { Notice } from './notice.tsx';

export interface SignInProps {
  readonly problem: Problem;
  /** Whether a token was given that did not do. */
  readonly hadToken: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for a token. It stays in this browser tab, and goes to the gateway only. */
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
        <p className="quiet">This gateway wants to know who you are.</p>
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
          // biome-ignore lint/a11y/noAutofocus: it is the only field of a page that asks for nothing else.
          autoFocus
          aria-describedby="token-hint"
        />
        <button type="submit" className="primary">
          Open the console
        </button>
        <p id="token-hint" className="hint">
          A JWT that the gateway accepts and that its rule <code>console</code> lets in. A server that was
          started by <code>serve</code> prints a link with one. It is kept until you close this tab.
        </p>
      </form>
    </main>
  );
}
