/** Rooms that only members may enter, with the ids of their members. */
const members: Readonly<Record<string, readonly string[]>> = { 'secret-projectX': ['ada'] };

export function mayEnter(roomId: string, userId: string | undefined): boolean {
  const allowed = members[roomId];
  return userId !== undefined && (allowed === undefined || allowed.includes(userId));
}
