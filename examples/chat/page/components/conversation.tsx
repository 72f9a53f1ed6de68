import type { Client } from 'graphql-pusher/client';
import { useEffect } from 'react';
import { needsSignIn } from '../api/problem.ts';
import type { ConnectionState } from '../hooks/use-connection.ts';
import { useMessages } from '../hooks/use-messages.ts';
import type { Room, User } from '../hooks/use-rooms.ts';
import { Composer } from './composer.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import { MessageList } from './message-list.tsx';
import { Notice } from './notice.tsx';

export interface ConversationProps {
  readonly room: Room;
  readonly me: User;
  readonly token: string;
  readonly client: Client | undefined;
  readonly connection: ConnectionState;
  readonly onRefused: () => void;
}

export function Conversation({ room, me, token, client, connection, onRefused }: ConversationProps) {
  const { messages, hasGap, problem, add, dismissGap, retry } = useMessages(client, token, room.id);

  const isRefused = problem !== undefined && needsSignIn(problem);
  useEffect(() => {
    if (isRefused) onRefused();
  }, [isRefused, onRefused]);

  return (
    <main className="conversation">
      <title>{`${room.name} · Chat`}</title>
      <header>
        <h1>{room.name}</h1>
        <ConnectionBadge state={connection} onRetry={() => client?.terminate()} />
      </header>
      <div className="notices">
        {hasGap && (
          <Notice kind="warning" action={{ label: 'Dismiss', onClick: dismissGap }}>
            You were away for a while. Some messages before the latest 50 may be missing here.
          </Notice>
        )}
        {problem && !isRefused && (
          <Notice kind="error" action={{ label: 'Try again', onClick: retry }}>
            {problem.message}
          </Notice>
        )}
      </div>
      <MessageList room={room} me={me} messages={messages} />
      <Composer room={room} token={token} onSent={(message) => add([message])} onRefused={onRefused} />
    </main>
  );
}
