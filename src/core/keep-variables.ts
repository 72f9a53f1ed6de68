import type { GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import { canonicalJson } from './canonical-json.ts';
import { coerceVariables } from './coerce-variables.ts';
import { toJson } from './json.ts';

/** Characters of JSON of one variable up to which values that mean the same are recognized. */
const maxCoerced = 16_384;

/**
 * The variables of a request as an operation stores them: JSON from which every later coercion derives the values that
 * this one has. They must fit the operation's types.
 *
 * A coerced value is stored where JSON holds it exactly and it coerces to itself, so that `1` and `"1"` for an `ID`, or
 * a default and the same value spelled out, make the same operation. Any other value (a `Date`, an enum that resolvers
 * know by another value) is stored as it was sent; a default stays in the document, where its literal is exact.
 *
 * A large value is stored as it was sent, since coercing it two more times would cost too much.
 *
 * @throws {NotJsonError} for a variable that is not JSON.
 */
export function keepVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: Pick<OperationDefinitionNode, 'variableDefinitions'>,
  sent: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap((definition): [string, unknown][] => {
      const name = definition.variable.name.value;
      const json = sentJson(name, sent);
      const isLarge = json !== undefined && json.length > maxCoerced;
      const text = isLarge ? json : (coercesToItself(schema, definition, sent) ?? json);
      return text === undefined ? [] : [[name, JSON.parse(text)]];
    }),
  );
}

/** The JSON of a coerced value that coerces to itself. */
function coercesToItself(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): string | undefined {
  const name = definition.variable.name.value;
  const textOf = (values: Readonly<Record<string, unknown>>): string | undefined => {
    const result = coerceVariables(schema, { variableDefinitions: [definition] }, values);
    return 'errors' in result ? undefined : canonicalJson(result.coerced[name]);
  };
  const text = textOf(sent);
  return text !== undefined && textOf({ [name]: JSON.parse(text) }) === text ? text : undefined;
}

function sentJson(name: string, sent: Readonly<Record<string, unknown>>): string | undefined {
  const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
  return value === undefined ? undefined : (canonicalJson(value) ?? canonicalJson(toJson(value, `$${name}`)));
}
