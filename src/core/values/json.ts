/** JSON without silent losses: what JSON cannot hold exactly is rejected, with its place. */
import { isExactNumber } from '../../protocol/index.ts';

/** A value that JSON cannot hold exactly. The message says where it is and what to use in its place. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** How strictly {@link toJson} reads a value. */
export interface JsonRules {
  /**
   * Whether an instance of a class without `toJSON` counts as the object of its enumerable properties, as
   * `JSON.stringify` has it. Built-in classes whose state is elsewhere (`Map`, `Promise`, `Error`) are rejected anyway.
   */
  readonly instances?: boolean;
  /**
   * Whether integers beyond ±(2^53 - 1) are rejected: they may have been rounded before, and two different ids may have
   * become one.
   */
  readonly safeIntegers?: boolean;
}

/**
 * A copy of the value as `JSON.parse(JSON.stringify(value))` gives it. `toJSON` is respected, a property that is
 * `undefined` is left out, and -0 is 0.
 * @throws {NotJsonError} for what would be lost or changed: NaN, Infinity, BigInt, functions, symbols, `undefined` in a
 * list, cycles and instances of classes.
 */
export function toJson(value: unknown, at: string, rules: JsonRules = {}): unknown {
  return read(value, { at, key: '', above: [], rules });
}

interface Place {
  readonly at: string;
  readonly key: string;
  readonly above: readonly object[];
  readonly rules: JsonRules;
}

function read(given: unknown, place: Place): unknown {
  const value = hasToJson(given) ? given.toJSON(place.key) : given;
  const isLost = value === null && given !== null && (!place.rules.instances || given instanceof Date);
  if (isLost) throw rejection(place, 'is an object whose toJSON() gives null', 'Use null');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return readNumber(value, place);
    case 'object':
      return value === null ? null : readObject(value, place);
    case 'bigint':
      throw rejection(place, 'is a BigInt', 'Use a string');
    case 'undefined':
      throw rejection(place, 'is undefined', 'Use null or leave it out');
    default:
      throw rejection(place, `is a ${typeof value}`, 'Use a JSON value');
  }
}

function readNumber(value: number, place: Place): number {
  if (!Number.isFinite(value)) throw rejection(place, `is ${value}`, 'Use a finite number or null');
  if (place.rules.safeIntegers && !isExactNumber(value))
    throw rejection(place, `is the integer ${value}`, 'Use a string');
  // Stores keep JSON, where -0 is 0.
  return value === 0 ? 0 : value;
}

function readObject(value: object, place: Place): unknown {
  if (place.above.includes(value)) throw rejection(place, 'contains itself', 'Remove the cycle');
  const inside = (key: string): Place => ({
    ...place,
    at: place.at === '' ? key : `${place.at}.${key}`,
    key,
    above: [...place.above, value],
  });
  if (Array.isArray(value)) {
    // Not `map`, which would skip holes.
    return Array.from(value, (each: unknown, index) =>
      isItself(each) ? each : read(each, inside(String(index))),
    );
  }
  if (!isPlain(value)) checkInstance(value, place);
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw rejection(place, 'has a property that is named by a symbol', 'Use a string for the name');
  // `fromEntries` makes `__proto__` a property like any other.
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) =>
      each === undefined ? [] : [[key, isItself(each) ? each : read(each, inside(key))]],
    ),
  );
}

/** Most values need no place to complain about. */
function isItself(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    value === null ||
    (Number.isSafeInteger(value) && value !== 0)
  );
}

function checkInstance(value: object, place: Place): void {
  const name = nameOfClass(value);
  const hasHiddenState = Object.prototype.toString.call(value) !== '[object Object]';
  if (place.rules.instances && !hasHiddenState && Object.keys(value).length > 0) return;
  throw rejection(
    place,
    `is an instance of ${name}, which has no toJSON()`,
    'Use a plain object, a string or a number',
  );
}

function nameOfClass(value: object): string {
  const maker: unknown = value.constructor;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'a class';
}

function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  if (typeof value === 'bigint') return 'toJSON' in BigInt.prototype;
  return (
    typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function'
  );
}

/** An object literal, or an object without a prototype. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function rejection({ at }: Pick<Place, 'at'>, what: string, instead: string): NotJsonError {
  return new NotJsonError(
    `${at === '' ? 'The value' : `"${at}"`} ${what}, and JSON cannot hold that exactly. ${instead}.`,
  );
}
