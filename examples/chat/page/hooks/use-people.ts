import type { PresenceChannel } from 'pusher-js';
import { useEffect, useState } from 'react';
import type { User } from './use-rooms.ts';

/**
 * Who is on a presence channel, each user once however many tabs they have; `undefined` until Pusher has said so. While
 * the connection is lost, who was there last.
 */
export function usePeople(channel: PresenceChannel | undefined): readonly User[] | undefined {
  const [people, setPeople] = useState<readonly User[]>();
  useEffect(() => {
    if (!channel) return;
    const update = (): void => setPeople(membersOf(channel));
    for (const event of changes) channel.bind(event, update);
    // Pusher may have answered before we listened.
    if (channel.subscribed) update();
    return () => {
      for (const event of changes) channel.unbind(event, update);
      setPeople(undefined);
    };
  }, [channel]);
  return people;
}

const changes = ['pusher:subscription_succeeded', 'pusher:member_added', 'pusher:member_removed'];

/** By name. The gateway has put it into the signed member, so that nobody can call themselves otherwise. */
function membersOf({ members }: PresenceChannel): User[] {
  const people: User[] = [];
  members.each(({ id, info }: { id: string; info?: { name?: string } }) =>
    people.push({ id, name: info?.name ?? id }),
  );
  return people.toSorted((a, b) => a.name.localeCompare(b.name));
}
