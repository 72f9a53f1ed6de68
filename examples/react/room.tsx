/** A chat room in React, typed by the chat's subscription document. */
// #region room
import { createClient } from 'graphql-pusher/client';
import { PusherProvider, useSubscription } from 'graphql-pusher/react';
import { useReducer } from 'react';
import type { MessageAddedSubscription } from '../chat/page/generated/graphql.ts';
import { messageAdded } from '../chat/page/operations.ts';

type Message = MessageAddedSubscription['messageAdded'];

const client = createClient({ url: '/graphql' });

function Room({ roomId, refetch }: { roomId: string; refetch: () => void }) {
  const [messages, add] = useReducer((all: Message[], one: Message) => [...all, one], []);
  const { status, error, recovered } = useSubscription(
    messageAdded,
    { roomId },
    { onData: (data) => add(data.messageAdded), onLost: refetch },
  );
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <section aria-busy={status !== 'live'}>
      {!recovered && <p>Some messages may be missing.</p>}
      {messages.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </section>
  );
}

export const App = () => (
  <PusherProvider client={client}>
    <Room roomId="dogs" refetch={() => location.reload()} />
  </PusherProvider>
);
// #endregion room
