import type { User } from '../hooks/use-rooms.ts';

/** A user's initial on the user's color. Hidden from screen readers, because the name is next to it. */
export function Avatar({ user }: { readonly user: User }) {
  return (
    <span className="avatar" style={{ '--hue': hueOf(user.id) } as React.CSSProperties} aria-hidden="true">
      {[...user.name][0]?.toUpperCase()}
    </span>
  );
}

/** Returns a hue that depends only on the id. */
function hueOf(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3_600;
  return hash / 10;
}
