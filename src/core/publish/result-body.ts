import type { Result } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { NotJsonError, toJson } from '../values/index.ts';

/** A result that tells subscribers why they do not get the data of an event. */
export function failedResult(code: string, message: string): Result {
  return { data: null, errors: [{ message, extensions: { code } }] };
}

/** For errors whose details are not for subscribers. */
export const unexpectedResult: Result = {
  data: null,
  errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true } }],
};

/**
 * Writes a result as JSON text. A result that JSON cannot hold, or that is too large, becomes a result with `errors`:
 * one operation must not stop the others of its topic.
 */
export function bodyOfResult(
  result: Result,
  field: string,
  { maxResultBytes, onError }: Pick<EngineOptions, 'maxResultBytes' | 'onError'>,
): string {
  const where = `executing Subscription.${field}`;
  let body: string;
  try {
    body = JSON.stringify(result);
  } catch (cause) {
    const message =
      `The result cannot be written as JSON. ${reasonOf(result)} ` +
      'Change serialize() of the scalar, or the extensions of the error.';
    onError(new Error(message, { cause }), where);
    return JSON.stringify(unexpectedResult);
  }
  const bytes = Buffer.byteLength(body);
  if (bytes <= maxResultBytes) return body;
  const message = `The result has ${bytes} bytes, more than the ${maxResultBytes} that a result may have.`;
  onError(new Error(`${message} Raise maxResultBytes, or select less.`), where);
  return JSON.stringify(failedResult('RESULT_TOO_LARGE', message));
}

/** With the place of the value, where that can be found. */
function reasonOf(result: Result): string {
  try {
    toJson(result, '', { instances: true });
  } catch (error) {
    if (error instanceof NotJsonError) return error.message;
  }
  return 'A toJSON() or a getter throws.';
}
