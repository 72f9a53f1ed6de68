import type { PresenceChannel } from 'pusher-js';
import { useEffect, useState } from 'react';
import type { User } from './use-rooms.ts';

/**
 * Returns the users on a presence channel; `undefined` until Pusher has sent the list. A user with several tabs is
 * listed once. While the connection is lost, the last list is returned.
 */
export function usePeople(channel: PresenceChannel | undefined): readonly User[] | undefined {
  const [people, setPeople] = useState<readonly User[]>();
  useEffect(() => {
    if (!channel) return;
    const update = (): void => setPeople(membersOf(channel));
    for (const event of changes) channel.bind(event, update);
    // The subscription may have succeeded before the listeners were bound.
    if (channel.subscribed) update();
    return () => {
      for (const event of changes) channel.unbind(event, update);
      setPeople(undefined);
    };
  }, [channel]);
  return people;
}

const changes = ['pusher:subscription_succeeded', 'pusher:member_added', 'pusher:member_removed'];

/** Returns the members, sorted by name. The gateway signs the names, so users cannot choose a false one. */
function membersOf({ members }: PresenceChannel): User[] {
  const people: User[] = [];
  members.each(({ id, info }: { id: string; info?: { name?: string } }) =>
    people.push({ id, name: info?.name ?? id }),
  );
  return people.toSorted((a, b) => a.name.localeCompare(b.name));
}
