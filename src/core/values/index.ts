/** Values: JSON that loses nothing, its canonical form, and coercion by GraphQL types. */

export { canonicalJson } from './canonical-json.ts';
export { coerceValue, type Parsed } from './coerce-value.ts';
export { type CoercedVariables, coerceVariables, maxErrors, mergeCoerced } from './coerce-variables.ts';
export { isPlain, NotJsonError, toJson } from './json.ts';
