import { hashOf } from '../hooks/use-open-room.ts';
import type { Room, User } from '../hooks/use-rooms.ts';
import type { Unread } from '../hooks/use-unread.ts';
import { Avatar } from './avatar.tsx';
import { BrandIcon } from './icons.tsx';

export interface SidebarProps {
  readonly me: User;
  readonly rooms: readonly Room[];
  readonly openRoom: Room | undefined;
  readonly unread: Unread;
  readonly onSignOut: () => void;
}

export function Sidebar({ me, rooms, openRoom, unread, onSignOut }: SidebarProps) {
  return (
    <div className="sidebar">
      <p className="brand">
        <BrandIcon />
        Chat
      </p>
      <nav aria-label="Rooms">
        <h2>Rooms</h2>
        <ul>
          {rooms.map((room) => (
            <li key={room.id}>
              <a href={hashOf(room)} aria-current={room.id === openRoom?.id ? 'page' : undefined}>
                <span className="room-name">{room.name}</span>
                <UnreadCount count={unread.get(room.id) ?? 0} />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="account">
        <Avatar user={me} />
        <span className="account-name">{me.name}</span>
        <button type="button" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </div>
  );
}

function UnreadCount({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="unread">
      {count > 99 ? '99+' : count}
      <span className="visually-hidden"> unread</span>
    </span>
  );
}
