import { type GraphQLInputType, type GraphQLSchema, Kind, parseType } from 'graphql';
import { coerceVariables } from './coerce-variables.ts';

/** One value as a variable of a type has it. */
export function coerceValue(schema: GraphQLSchema, type: GraphQLInputType, value: unknown): Parsed<unknown> {
  const name = { kind: Kind.NAME, value: 'value' } as const;
  const definition = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name },
    type: parseType(String(type)),
  } as const;
  const result = coerceVariables(schema, { variableDefinitions: [definition] }, { value });
  if ('errors' in result) {
    const message = result.errors[0]?.message ?? 'the value does not fit';
    return { problem: message.replace(/^Variable "\$value" /, 'it ') };
  }
  return { value: result.coerced.value };
}

/** Either what was asked for, or what is wrong with the input in words for whoever gave it. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };
