/**
 * Whether a number of JSON is what was written. An integer beyond ±(2^53 - 1) may have been its neighbor
 * (`9007199254740993` becomes `9007199254740992`), and Infinity was a number that is too large (`1e400`).
 */
export function isExactNumber(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}

/** A number that JavaScript cannot hold exactly. */
export class InexactNumberError extends Error {
  override readonly name = 'InexactNumberError';

  constructor(number: string | number) {
    super(`the number ${number} cannot be held exactly. Write it as a string`);
  }
}

/**
 * As `JSON.parse`, but rounds no integer.
 * @throws {SyntaxError} when the text is not JSON.
 * @throws {InexactNumberError}
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number' && !isExactNumber(value))
      throw new InexactNumberError(context?.source ?? value);
    return value;
  });
}
