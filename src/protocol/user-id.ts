/**
 * Returns a user's id as text. Pusher's ids are strings, but some servers send numbers. Returns `undefined` for a value
 * that is not an id, and for a number that JavaScript cannot represent exactly, because two users could share it.
 */
export function userIdText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** Describes the problem with an id that {@link userIdText} rejects, as the end of a sentence. */
export function userIdFault(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint')
    return `is the number ${value}, which JavaScript may have rounded. Send the id as a string`;
  return value === '' ? "is empty. Send the user's id" : `must be a string, but is ${typeName(value)}`;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
