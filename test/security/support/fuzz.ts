import fc from 'fast-check';
import { expect } from 'vitest';

/** How many cases of each kind. */
const cases = Number(process.env.FUZZ_CASES ?? 10_000);

/** The same cases again: `FUZZ_SEED=123 vitest run test/security/fuzz`. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/** Cases of one run go out together, as from many at once. */
const together = 100;

/** Tries cases, all that the environment asks for, and prints the seed that finds them again. */
export async function fuzz<Case>(
  what: string,
  arbitrary: fc.Arbitrary<Case>,
  tryTogether: (cases: Case[]) => Promise<void>,
): Promise<void> {
  const numRuns = Math.max(1, Math.round(cases / together));
  console.log(`fuzz: ${numRuns * together} cases of ${what}, FUZZ_SEED=${seed}`);
  const batch = fc.array(arbitrary, { minLength: together, maxLength: together, size: 'max' });
  await fc.assert(fc.asyncProperty(batch, tryTogether), { numRuns, seed });
}

/** Texts that have broken something somewhere before. */
const nasty = [
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '-0', '1e999', '\u0000', '\ud800'],
  ...[
    '../../etc/passwd',
    '%00',
    '%',
    '{',
    '}',
    '{}',
    '[]',
    '"',
    "'",
    '\\',
    '\r\n',
    ';',
    '#',
    '?',
    '&',
    '=',
    '/',
  ],
  ...[
    'private-',
    'presence-',
    'private-encrypted-',
    'cache-',
    'gql-',
    'private-cache-gql-',
    '#server-to-user-',
  ],
  ...['room-secret', 'private-room-secret', 'org-acme', 'ada', '🦆', 'Ω'.repeat(300), 'x'.repeat(5_000)],
];

/** Any text, often a nasty one or made of such. */
export const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...nasty),
  fc.array(fc.constantFrom(...nasty), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
);

/** Any JSON, often with nasty texts in it. */
export const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  text,
  fc.dictionary(text, fc.oneof(text, fc.jsonValue({ maxDepth: 1 })), { maxKeys: 4 }),
);

/** One of these texts with something cut out, put in or doubled. */
export function damaged(...originals: string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...originals), fc.nat(), fc.nat({ max: 12 }), text)
    .map(([original, at, length, put]) => {
      const start = at % (original.length + 1);
      return original.slice(0, start) + put + original.slice(start + length);
    });
}

/** What no answer may be, whatever was asked. */
export function expectNoAccident(status: number, body: string): void {
  expect(status, body).toBeLessThan(500);
  expect(body).not.toMatch(/Unexpected error\.|\n {4}at |node_modules/);
}
