import {
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  versionInfo,
} from 'graphql';

/** Variables as the operation's types have them. */
export interface CoercedVariables {
  readonly coerced: Readonly<Record<string, unknown>>;
  /** The same in the shape that this graphql's own functions want: 16 and 17 differ. */
  readonly forGraphQL: never;
}

/** Errors of one request: each writes the value that does not fit. */
export const maxErrors = 10;

/** graphql 17 keeps beside each value where it comes from. */
const takesSources = versionInfo.major >= 17;

/** Checks and coerces the variables, defaults filled in; answers the errors of an input that does not fit. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: Pick<OperationDefinitionNode, 'variableDefinitions'>,
  variables: Readonly<Record<string, unknown>>,
): CoercedVariables | { readonly errors: readonly GraphQLError[] } {
  const result: unknown = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors,
  });
  if (hasKey(result, 'errors') && result.errors) return { errors: result.errors as readonly GraphQLError[] };
  // graphql 17 answers `{ variableValues: { coerced, sources } }` and takes `variableValues` elsewhere;
  // graphql 16 answers `{ coerced }` and takes `coerced`.
  if (hasKey(result, 'variableValues') && hasKey(result.variableValues, 'coerced')) {
    return { coerced: recordOf(result.variableValues.coerced), forGraphQL: result.variableValues as never };
  }
  const coerced = hasKey(result, 'coerced') ? result.coerced : {};
  return { coerced: recordOf(coerced), forGraphQL: coerced as never };
}

/** The values of variables that were coerced one by one. */
export function mergeCoerced(parts: readonly CoercedVariables[]): CoercedVariables {
  const coerced = merged(parts.map((each) => each.coerced));
  const sources = merged(
    parts.map(({ forGraphQL }: { readonly forGraphQL: unknown }) =>
      hasKey(forGraphQL, 'sources') ? forGraphQL.sources : {},
    ),
  );
  return { coerced, forGraphQL: (takesSources ? { coerced, sources } : coerced) as never };
}

function merged(records: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(records.flatMap((each) => Object.entries(recordOf(each))));
}

function recordOf(value: unknown): Record<string, unknown> {
  return { ...(value as Record<string, unknown>) };
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
