/**
 * Whether a number of JSON can only be what was written. An integer beyond ±(2^53 - 1) may have been its neighbor
 * (`9007199254740993` becomes `9007199254740992`), and Infinity was a number that is too large (`1e400`).
 */
export function isExactNumber(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}

/** A number that JavaScript cannot hold exactly. */
export class InexactNumberError extends Error {
  override readonly name = 'InexactNumberError';

  constructor(number: string) {
    super(`the number ${number} cannot be held exactly. Write it as a string`);
  }
}

/**
 * As `JSON.parse`, but rounds no integer.
 * @throws {SyntaxError} when the text is not JSON.
 * @throws {InexactNumberError}
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const [first] = roundedNumbers(text);
  if (first !== undefined) throw new InexactNumberError(first);
  return value;
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The numbers of a valid JSON text that `JSON.parse` rounds, as they are written. Linear in the text's length. */
export function roundedNumbers(text: string): string[] {
  // Most texts have no number that is long enough.
  if (!/\d{16}|\d[eE]/.test(text)) return [];
  const rounded: string[] = [];
  for (const [token] of text.matchAll(stringOrNumber)) {
    if (!token.startsWith('"') && !isExactText(token)) rounded.push(token);
  }
  return rounded;
}

/**
 * Whether `Number` keeps a decimal number. Below 2^53 it does: integers are exact, and fractions are rounded as by every
 * reader of JSON. Beyond, the text has to be the number's own, in full or as JavaScript writes it.
 */
export function isExactText(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return true;
  const written = decimalOf(text);
  return written === decimalOf(String(value)) || written === decimalOf(String(BigInt(value)));
}

/** One text for all ways to write a number: its digits, without zeros at the ends, and the power of ten. */
function decimalOf(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return `${digits.slice(0, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
