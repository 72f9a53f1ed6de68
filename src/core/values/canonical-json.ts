import { isPlain } from './json.ts';

/**
 * JSON text that two values share only if they are the same value: keys are sorted, nothing else is changed.
 * `undefined` for a value that does not come back from JSON as it was: -0, holes of a list, instances of classes.
 */
export function canonicalJson(value: unknown): string | undefined {
  const sorted = sortedCopy(value);
  return sorted === undefined ? undefined : JSON.stringify(sorted);
}

/** `undefined` for a value that JSON does not hold exactly. */
function sortedCopy(value: unknown): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
  if (typeof value !== 'object') return undefined;
  return Array.isArray(value) ? copyOfList(value) : copyOfObject(value);
}

function copyOfList(list: readonly unknown[]): unknown[] | undefined {
  // Properties beside the items and `length`.
  if (Reflect.ownKeys(list).length !== list.length + 1) return undefined;
  const items: unknown[] = [];
  for (const each of list) {
    const item = sortedCopy(each);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function copyOfObject(object: object): object | undefined {
  const entries = Object.entries(object);
  // A class may hold what its enumerable properties do not show.
  if (!isPlain(object) || Reflect.ownKeys(object).length !== entries.length) return undefined;
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const entry of entries) {
    entry[1] = sortedCopy(entry[1]);
    if (entry[1] === undefined) return undefined;
  }
  // `fromEntries` makes `__proto__` a property like any other.
  return Object.fromEntries(entries);
}
