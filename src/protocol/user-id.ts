/**
 * A user's id as text. Pusher's ids are strings; some servers write numbers. `undefined` for what is no id, and for a
 * number that JavaScript cannot hold exactly: two users would become one.
 */
export function userIdText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** What is wrong with an id that {@link userIdText} does not take. */
export function userIdFault(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint')
    return `is the number ${value}, which may stand for another user. Send the id as a string`;
  return value === '' ? 'is empty. Name a user' : `must be a string, and it is ${typeName(value)}`;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
