import { bind, type PusherInstance } from 'graphql-pusher/client';
import { useEffect, useEffectEvent, useState } from 'react';
import { channels } from '../generated/channels.ts';
import type { Room } from './use-rooms.ts';

/** How many messages have come, by room, since each was open last. */
export type Unread = ReadonlyMap<string, number>;

/**
 * Counts by the plain events of the topic channels: at most once is enough for a hint, and what is said in rooms that
 * nobody reads need not be executed for us.
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
        onError: (refusal) => console.warn(`No unread counts for ${id}:`, refusal),
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
