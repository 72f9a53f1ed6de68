import type { Room, User } from '../hooks/use-rooms.ts';
import { Avatar } from './avatar.tsx';

export interface PeopleProps {
  readonly room: Room;
  readonly me: User;
  /** `undefined` while it is not known yet. */
  readonly people: readonly User[] | undefined;
}

/** Who is in the room: a column where there is space for one, else a row. */
export function People({ room, me, people }: PeopleProps) {
  // Oneself stays in place while others come and go.
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
