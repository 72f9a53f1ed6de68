import fc from 'fast-check';
import { expect } from 'vitest';

/** How many cases of each kind. */
const cases = Number(process.env.FUZZ_CASES ?? 10_000);

/** The same cases again: `FUZZ_SEED=123 vitest run test/security/fuzz`. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/** Cases of one run go out together, as from many at once. */
const together = 100;

/** Notes how far a case came: a status, a code, `granted`. */
export type Saw = (outcome: string | number) => void;

/** What is tried. */
export interface Fuzzed<Case> {
  readonly what: string;
  readonly cases: fc.Arbitrary<Case>;
  /** Outcomes that must be among those that are seen, or the cases stay at the surface. */
  readonly reaches: readonly (string | number)[];
  /** Rejects when one of them does what none may. */
  tryTogether(cases: Case[], saw: Saw): Promise<void>;
}

/**
 * Tries cases, all that the environment asks for, and prints the seed that finds them again, and how far they came.
 * @throws with the one case that fails, if it fails alone, too.
 */
export async function fuzz<Case>({ what, cases: cases_, reaches, tryTogether }: Fuzzed<Case>): Promise<void> {
  const numRuns = Math.max(1, Math.round(cases / together));
  console.log(`fuzz: ${numRuns * together} cases of ${what}, FUZZ_SEED=${seed}`);
  const outcomes = new Map<string, number>();
  const saw: Saw = (outcome) => void outcomes.set(String(outcome), (outcomes.get(String(outcome)) ?? 0) + 1);
  const batch = fc.array(cases_, { minLength: together, maxLength: together, size: 'max' });
  const property = fc.asyncProperty(batch, async (all) => {
    try {
      await tryTogether(all, saw);
    } catch (cause) {
      for (const one of all) {
        await tryTogether([one], saw).catch((alone: unknown) => {
          throw new Error(`FUZZ_SEED=${seed}, ${what}: ${fc.stringify(one)}`, { cause: alone });
        });
      }
      throw new Error(`FUZZ_SEED=${seed}, ${what}: none of these alone`, { cause });
    }
  });
  // To make a hundred cases smaller takes long, and tells less than the one that fails.
  const { failed, errorInstance } = await fc.check(property, { numRuns, seed, endOnFailure: true });
  if (failed) throw errorInstance;
  const told = [...outcomes].sort(([, one], [, other]) => other - one).map((each) => each.join(' '));
  console.log(`fuzz: ${what} came to: ${told.join(', ')}`);
  if (cases >= 1_000) expect([...outcomes.keys()]).toEqual(expect.arrayContaining(reaches.map(String)));
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
