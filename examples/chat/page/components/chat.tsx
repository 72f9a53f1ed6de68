import { useEffect } from 'react';
import { needsSignIn } from '../api/problem.ts';
import { useClient } from '../hooks/use-client.ts';
import { useConnection } from '../hooks/use-connection.ts';
import { useOpenRoom } from '../hooks/use-open-room.ts';
import { type Room, useRooms } from '../hooks/use-rooms.ts';
import { useTitle } from '../hooks/use-title.ts';
import { useUnread } from '../hooks/use-unread.ts';
import { Conversation } from './conversation.tsx';
import { Notice } from './notice.tsx';
import { Sidebar } from './sidebar.tsx';

export interface ChatProps {
  readonly token: string;
  readonly onSignOut: () => void;
  /** Called when the server rejects the token. */
  readonly onRejected: () => void;
}

/** A constant array, so that effects do not run again. */
const noRooms: readonly Room[] = [];

export function Chat({ token, onSignOut, onRejected }: ChatProps) {
  const { entered, problem, retry } = useRooms(token);
  const rooms = entered?.rooms ?? noRooms;
  const client = useClient(token);
  const connection = useConnection(client);
  const openRoom = useOpenRoom(rooms);
  const unread = useUnread(connection.pusher, rooms, openRoom?.id);
  useTitle(entered ? `${openRoom?.name ?? 'No such room'} · Chat` : 'Chat');

  const isRejected = problem !== undefined && needsSignIn(problem);
  useEffect(() => {
    if (isRejected) onRejected();
  }, [isRejected, onRejected]);

  if (!entered) {
    return (
      <main className="centered">
        {problem && !isRejected ? (
          <Notice kind="error" action={{ label: 'Try again', onClick: retry }}>
            {problem.message}
          </Notice>
        ) : (
          <p className="quiet" role="status">
            Opening the chat…
          </p>
        )}
      </main>
    );
  }

  return (
    <div className="chat">
      <Sidebar me={entered.me} rooms={rooms} openRoom={openRoom} unread={unread} onSignOut={onSignOut} />
      {openRoom ? (
        <Conversation
          // A new key resets the state of the previous room.
          key={openRoom.id}
          room={openRoom}
          me={entered.me}
          token={token}
          client={client}
          connection={connection}
          onRejected={onRejected}
        />
      ) : (
        <main className="centered">
          <div className="empty">
            <h1>You cannot enter here</h1>
            <p>The room does not exist, or only its members may enter.</p>
          </div>
        </main>
      )}
    </div>
  );
}
