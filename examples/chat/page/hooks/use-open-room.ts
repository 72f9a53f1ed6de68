import { useSyncExternalStore } from 'react';
import type { Room } from './use-rooms.ts';

/** Returns the URL fragment of a room. With it, links, reload and the back button work. */
export function hashOf({ id }: Room): string {
  return `#${encodeURIComponent(id)}`;
}

/** Returns the room in the URL, or the first room without one; `undefined` if the room in the URL is not in the list. */
export function useOpenRoom(rooms: readonly Room[]): Room | undefined {
  const hash = useSyncExternalStore(onHashChange, () => location.hash);
  return hash === '' ? rooms[0] : rooms.find((room) => hashOf(room) === hash);
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
