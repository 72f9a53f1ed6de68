import { isPlain } from './json.ts';

/**
 * JSON text that two values share only if they are the same value: keys are sorted, nothing else is changed.
 * `undefined` for a value that does not come back from JSON as it was: -0, holes of a list, instances of classes.
 */
export function canonicalJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? JSON.stringify(value) : undefined;
  if (typeof value !== 'object') return undefined;
  const keys = Object.keys(value);
  if (Array.isArray(value)) {
    // Properties beside the items, and holes.
    if (keys.length !== value.length || Reflect.ownKeys(value).length !== keys.length + 1) return undefined;
    return joined('[', value.map(canonicalJson), ']');
  }
  // A class may hold what its enumerable properties do not show.
  if (!isPlain(value) || Reflect.ownKeys(value).length !== keys.length) return undefined;
  const record: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(value));
  return joined(
    '{',
    keys.toSorted().map((key) => {
      const text = canonicalJson(record[key]);
      return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`;
    }),
    '}',
  );
}

function joined(open: string, texts: readonly (string | undefined)[], close: string): string | undefined {
  return texts.includes(undefined) ? undefined : `${open}${texts.join(',')}${close}`;
}
