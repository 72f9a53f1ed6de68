import type { GraphQLError, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import {
  type CoercedVariables,
  canonicalJson,
  coerceVariables,
  maxErrors,
  mergeCoerced,
  toJson,
} from '../values/index.ts';

/** Characters of JSON of one variable up to which values that mean the same are recognized. */
const maxRecognized = 16_384;

/** The variables of a request: as an operation stores them, and the values that every later coercion derives from that. */
export interface KeptVariables {
  /** JSON. */
  readonly stored: Readonly<Record<string, unknown>>;
  readonly values: CoercedVariables;
}

/**
 * The variables of a request as an operation stores them: JSON from which every later coercion derives the values that
 * this one has. Returns the errors of variables that do not fit the operation's types.
 *
 * A coerced value is stored where JSON holds it exactly and it coerces to itself, so that `1` and `"1"` for an `ID`, or
 * a default and the same value spelled out, make the same operation. Any other value (a `Date`, an enum that resolvers
 * know by another value) is stored as it was sent; a default stays in the document, where its literal is exact.
 *
 * A large value is coerced once and stored as it was sent: to recognize it would take as long again.
 *
 * @throws {NotJsonError} for a variable that is not JSON.
 */
export function keepVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: Pick<OperationDefinitionNode, 'variableDefinitions'>,
  sent: Readonly<Record<string, unknown>>,
): KeptVariables | { readonly errors: readonly GraphQLError[] } {
  const errors: GraphQLError[] = [];
  const stored: [string, unknown][] = [];
  const values: CoercedVariables[] = [];
  for (const definition of variableDefinitions) {
    const kept = keepVariable(schema, definition, sent);
    if ('errors' in kept) errors.push(...kept.errors);
    else {
      // Not the value that was coerced: a scalar may hand it on, and `authorize` may change what it receives.
      if (kept.json !== undefined) stored.push([definition.variable.name.value, JSON.parse(kept.json)]);
      values.push(kept.values);
    }
    if (errors.length >= maxErrors) break;
  }
  if (errors.length > 0) return { errors };
  return { stored: Object.fromEntries(stored), values: mergeCoerced(values) };
}

interface Kept {
  /** `undefined` where the document's default, or nothing, stands for the variable. */
  readonly json: string | undefined;
  readonly values: CoercedVariables;
}

function keepVariable(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): Kept | { readonly errors: readonly GraphQLError[] } {
  const name = definition.variable.name.value;
  const coercedFrom = (json: string | undefined) => {
    const variables = json === undefined ? {} : { [name]: JSON.parse(json) };
    return coerceVariables(schema, { variableDefinitions: [definition] }, variables);
  };
  const json = textSent(name, sent);
  const values = coercedFrom(json);
  if ('errors' in values) return values;
  const asSent = { json, values };
  if (json !== undefined && json.length > maxRecognized) return asSent;
  const canonical = canonicalJson(values.coerced[name]);
  if (canonical === undefined || canonical === json) return asSent;
  const again = coercedFrom(canonical);
  const isItself = !('errors' in again) && canonicalJson(again.coerced[name]) === canonical;
  return isItself ? { json: canonical, values: again } : asSent;
}

function textSent(name: string, sent: Readonly<Record<string, unknown>>): string | undefined {
  const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
  return value === undefined ? undefined : (canonicalJson(value) ?? canonicalJson(toJson(value, `$${name}`)));
}
