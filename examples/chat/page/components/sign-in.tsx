import { type FormEvent, useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { useTitle } from '../hooks/use-title.ts';
import { signIn } from '../operations.ts';
import { BrandIcon } from './icons.tsx';
import { Notice } from './notice.tsx';

export interface SignInProps {
  /** Why the session ended, if the user did not sign out. */
  readonly notice: string | undefined;
  readonly onSignedIn: (token: string) => void;
}

export function SignIn({ notice, onSignedIn }: SignInProps) {
  useTitle('Sign in · Chat');
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setError(undefined);
    setIsBusy(true);
    try {
      const { signIn: session } = await request(signIn, { name });
      onSignedIn(session.token);
    } catch (failure) {
      setError(problemOf(failure).message);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <BrandIcon className="sign-in-brand" />
        <h1>Welcome to the chat</h1>
        <p className="quiet">Enter any name. This example needs no password.</p>
        {notice && <Notice kind="warning">{notice}</Notice>}
        <label htmlFor="name">Your name</label>
        <input
          id="name"
          name="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="nickname"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={40}
          required
          // biome-ignore lint/a11y/noAutofocus: it is the only field of the page.
          autoFocus
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? 'name-hint' : 'name-error name-hint'}
        />
        {error && (
          <p id="name-error" className="field-error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="primary" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
        <p id="name-hint" className="hint">
          The user <code>ada</code> is also a member of Project X.
        </p>
      </form>
    </main>
  );
}
