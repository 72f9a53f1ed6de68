import { useSyncExternalStore } from 'react';
import type { Room } from './use-rooms.ts';

/** Where a room is found: the part of the address behind `#`, so that links, reload and the back button work. */
export function addressOf({ id }: Room): string {
  return `#${encodeURIComponent(id)}`;
}

/** The room that the address names, or the first one; `undefined` when it names none of these. */
export function useOpenRoom(rooms: readonly Room[]): Room | undefined {
  const address = useSyncExternalStore(onAddressChange, () => location.hash);
  return address === '' ? rooms[0] : rooms.find((room) => addressOf(room) === address);
}

function onAddressChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
