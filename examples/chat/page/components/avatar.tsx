import type { User } from '../hooks/use-rooms.ts';

/** A person's initial on a color of their own. The name always stands beside it. */
export function Avatar({ user }: { readonly user: User }) {
  return (
    <span className="avatar" style={{ '--hue': hueOf(user.id) } as React.CSSProperties} aria-hidden="true">
      {[...user.name][0]?.toUpperCase()}
    </span>
  );
}

/** The same for the same id, everywhere. */
function hueOf(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3_600;
  return hash / 10;
}
