/**
 * Returns whether a parsed JSON number equals the number in the text. `JSON.parse` can round an integer beyond
 * ±(2^53 - 1) (`9007199254740993` becomes `9007199254740992`), and turns a number that is too large (`1e400`) into
 * Infinity.
 */
export function isExactNumber(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}

/** Thrown for a number that JavaScript cannot represent exactly. */
export class InexactNumberError extends Error {
  override readonly name = 'InexactNumberError';

  constructor(number: string) {
    super(`the number ${number} cannot be represented exactly. Write it as a string`);
  }
}

/**
 * Parses JSON like `JSON.parse`, but throws where `JSON.parse` would round a number.
 *
 * @throws {SyntaxError} when the text is not JSON.
 * @throws {InexactNumberError} when a number cannot be represented exactly.
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const [first] = roundedNumbers(text);
  if (first !== undefined) throw new InexactNumberError(first);
  return value;
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Returns the numbers of a valid JSON text that `JSON.parse` rounds, as written. Linear in the text's length. */
export function roundedNumbers(text: string): string[] {
  // Most texts contain no number that is long enough to be rounded.
  if (!/\d{16}|\d[eE]/.test(text)) return [];
  const rounded: string[] = [];
  for (const [token] of text.matchAll(stringOrNumber)) {
    if (!token.startsWith('"') && !isExactText(token)) rounded.push(token);
  }
  return rounded;
}

/**
 * Returns whether `Number` preserves a decimal number. Below 2^53 it does: integers are exact, and every JSON parser
 * rounds fractions the same way. Above, the text must equal the number's digits, in full or as JavaScript prints them.
 */
export function isExactText(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  const written = decimalOf(text);
  return written === decimalOf(String(value)) || written === decimalOf(String(BigInt(value)));
}

/** Returns one canonical text per number: its digits without leading and trailing zeros, and the exponent. */
function decimalOf(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return `${digits.slice(0, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
