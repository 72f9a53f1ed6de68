import {
  type DocumentNode,
  GraphQLError,
  GraphQLID,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Rejects numbers for an `ID` in variables that JavaScript cannot hold exactly. `9007199254740993` would reach resolvers
 * as the id of its neighbor: another user, another room.
 */
export function useExactIds(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const errors = inexactIdsOf(args);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = inexactIdsOf(args);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

function inexactIdsOf({ schema, document, operationName, variableValues }: Asked): GraphQLError[] {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return definitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node as never);
    const name = variable.name.value;
    if (!isInputType(type)) return [];
    const place = placeOfInexactId(type, variableValues?.[name], `$${name}`);
    if (place === undefined) return [];
    const message = `Variable "${place}" is a number that cannot be held exactly. Send an ID as a string.`;
    return [new GraphQLError(message, { nodes: variable, extensions: { code: 'BAD_USER_INPUT' } })];
  });
}

/** Where the first one stands: `$input.members.0`. */
function placeOfInexactId(type: GraphQLInputType, value: unknown, place: string): string | undefined {
  if (isNonNullType(type)) return placeOfInexactId(type.ofType, value, place);
  if (typeof value === 'number') {
    // One value may stand for a list of one.
    const isId = getNamedType(type) === GraphQLID;
    return isId && !Number.isSafeInteger(value) ? place : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (isListType(type) && Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      const found = placeOfInexactId(type.ofType, each, `${place}.${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isInputObjectType(type)) return undefined;
  for (const field of Object.values(type.getFields())) {
    if (!Object.hasOwn(value, field.name)) continue;
    const found = placeOfInexactId(
      field.type,
      (value as Readonly<Record<string, unknown>>)[field.name],
      `${place}.${field.name}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
