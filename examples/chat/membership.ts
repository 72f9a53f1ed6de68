/** The ids of the members of each private room. All users may enter other rooms. */
const members: Readonly<Record<string, readonly string[]>> = { 'secret-projectX': ['ada'] };

export function mayEnter(roomId: string, userId: string | undefined): boolean {
  const allowed = members[roomId];
  return userId !== undefined && (allowed === undefined || allowed.includes(userId));
}
