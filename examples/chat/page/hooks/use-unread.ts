import { bind, type PusherInstance } from 'graphql-pusher/client';
import { useEffect, useEffectEvent, useState } from 'react';
import { channels } from '../generated/channels.ts';
import type { Room } from './use-rooms.ts';

/** The number of messages per room since the user last opened it. */
export type Unread = ReadonlyMap<string, number>;

/**
 * Counts the plain events of the topic channels. They are delivered at most once, which is enough for a hint, and the
 * gateway does not have to execute an operation for rooms that are not open.
 */
export function useUnread(
  pusher: PusherInstance | undefined,
  rooms: readonly Room[],
  openRoomId: string | undefined,
): Unread {
  const [unread, setUnread] = useState<Unread>(new Map());

  const count = useEffectEvent((roomId: string) => {
    if (roomId === openRoomId) return;
    setUnread((counted) => new Map(counted).set(roomId, (counted.get(roomId) ?? 0) + 1));
  });

  useEffect(() => {
    if (!pusher) return;
    const unbinds = rooms.map(({ id }) =>
      bind(pusher, channels.messageAdded, { roomId: id }, () => count(id), {
        onError: (error) => console.warn(`Unread counts are not available for room "${id}":`, error),
      }),
    );
    return () => {
      for (const unbind of unbinds) unbind();
    };
  }, [pusher, rooms]);

  useEffect(() => {
    if (openRoomId !== undefined) setUnread((counted) => withoutRoom(counted, openRoomId));
  }, [openRoomId]);

  return unread;
}

function withoutRoom(unread: Unread, roomId: string): Unread {
  if (!unread.has(roomId)) return unread;
  const rest = new Map(unread);
  rest.delete(roomId);
  return rest;
}
