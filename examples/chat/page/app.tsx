import { Chat } from './components/chat.tsx';
import { SignIn } from './components/sign-in.tsx';
import { useSession } from './hooks/use-session.ts';

export function App() {
  const { token, notice, begin, end } = useSession();
  if (token === null) return <SignIn notice={notice} onSignedIn={begin} />;
  return (
    <Chat
      // Nothing of one session may show in the next.
      key={token}
      token={token}
      onSignOut={() => end()}
      onRefused={() => end('Your session has ended. Please sign in again.')}
    />
  );
}
