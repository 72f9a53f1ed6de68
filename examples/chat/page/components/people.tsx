import type { Room, User } from '../hooks/use-rooms.ts';
import { Avatar } from './avatar.tsx';

export interface PeopleProps {
  readonly room: Room;
  readonly me: User;
  /** `undefined` until the list is known. */
  readonly people: readonly User[] | undefined;
}

/** The people in the room, as a column or, on narrow screens, as a row. */
export function People({ room, me, people }: PeopleProps) {
  // The current user is first, and keeps that place when others enter and leave.
  const meFirst = people?.toSorted((a, b) => Number(b.id === me.id) - Number(a.id === me.id));
  return (
    <aside className="people" aria-label={`People in ${room.name}`}>
      <h2>
        Here now
        {people && <span className="people-count">{people.length}</span>}
      </h2>
      <ul aria-busy={!people}>
        {meFirst?.map((person) => (
          <li key={person.id}>
            <Avatar user={person} />
            <span className="person-name">{person.name}</span>
            {person.id === me.id && <span className="you">you</span>}
          </li>
        ))}
      </ul>
    </aside>
  );
}
