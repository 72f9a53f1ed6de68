import { Chat } from './components/chat.tsx';
import { SignIn } from './components/sign-in.tsx';
import { useSession } from './hooks/use-session.ts';

export function App() {
  const { token, notice, begin, end } = useSession();
  if (token === null) return <SignIn notice={notice} onSignedIn={begin} />;
  return (
    <Chat
      // A new key resets the state of the previous session.
      key={token}
      token={token}
      onSignOut={() => end()}
      onRejected={() => end('Your session has ended. Please sign in again.')}
    />
  );
}
