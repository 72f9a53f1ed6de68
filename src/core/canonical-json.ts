/** JSON text that is equal for equal values: keys are sorted. `undefined` when the value is more than JSON can tell. */
export function canonicalJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return joined('[', value.map(canonicalJson), ']');
  const prototype = Object.getPrototypeOf(value);
  // A class may hold what its enumerable properties do not show.
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return joined(
    '{',
    entries.map(([key, each]) => {
      const text = canonicalJson(each);
      return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`;
    }),
    '}',
  );
}

function joined(open: string, texts: readonly (string | undefined)[], close: string): string | undefined {
  return texts.includes(undefined) ? undefined : `${open}${texts.join(',')}${close}`;
}
