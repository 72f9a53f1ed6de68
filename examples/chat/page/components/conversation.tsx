import type { Client } from 'graphql-pusher/client';
import { useEffect } from 'react';
import { needsSignIn } from '../api/problem.ts';
import type { Connection } from '../hooks/use-connection.ts';
import { useMessages } from '../hooks/use-messages.ts';
import { usePeople } from '../hooks/use-people.ts';
import { usePeopleChannel } from '../hooks/use-people-channel.ts';
import type { Room, User } from '../hooks/use-rooms.ts';
import { useSendTyping } from '../hooks/use-send-typing.ts';
import { useTyping } from '../hooks/use-typing.ts';
import { Composer } from './composer.tsx';
import { ConnectionBadge } from './connection-badge.tsx';
import { MessageList } from './message-list.tsx';
import { Notice } from './notice.tsx';
import { People } from './people.tsx';
import { TypingLine } from './typing-line.tsx';

export interface ConversationProps {
  readonly room: Room;
  readonly me: User;
  readonly token: string;
  readonly client: Client | undefined;
  readonly connection: Connection;
  readonly onRejected: () => void;
}

export function Conversation({ room, me, token, client, connection, onRejected }: ConversationProps) {
  const { messages, hasGap, problem, add, dismissGap, retry } = useMessages(client, token, room.id);
  const channel = usePeopleChannel(connection.pusher, room.id);
  const people = usePeople(channel);
  const typing = useTyping(channel);
  const sendTyping = useSendTyping(channel);

  const isRejected = problem !== undefined && needsSignIn(problem);
  useEffect(() => {
    if (isRejected) onRejected();
  }, [isRejected, onRejected]);

  return (
    <main className="conversation">
      <header>
        <h1>{room.name}</h1>
        <ConnectionBadge state={connection.state} onRetry={() => client?.terminate()} />
      </header>
      <People room={room} me={me} people={people} />
      <div className="notices">
        {hasGap && (
          <Notice kind="warning" action={{ label: 'Dismiss', onClick: dismissGap }}>
            You were offline. Some messages before the latest 50 may be missing here.
          </Notice>
        )}
        {problem && !isRejected && (
          <Notice kind="error" action={{ label: 'Try again', onClick: retry }}>
            {problem.message}
          </Notice>
        )}
      </div>
      <MessageList room={room} me={me} messages={messages} />
      <TypingLine me={me} people={people} typing={typing} />
      <Composer
        room={room}
        token={token}
        onTyping={sendTyping}
        onSent={(message) => add([message])}
        onRejected={onRejected}
      />
    </main>
  );
}
