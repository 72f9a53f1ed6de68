import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  GraphQLID,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  print,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isExactNumber } from '../../protocol/index.ts';

interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Rejects numbers that JavaScript cannot hold exactly, where they stand for an `ID` or within a custom scalar such as
 * JSON. `9007199254740993` would reach resolvers as its neighbor: another user, another room. A `Float` is rounded as
 * GraphQL has it.
 */
export function useExactNumbers(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const errors = inexactNumbers(args);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = inexactNumbers(args);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}

function inexactNumbers(asked: Asked): GraphQLError[] {
  return [...inexactVariables(asked), ...inexactLiterals(asked)];
}

function inexactVariables({ schema, document, operationName, variableValues }: Asked): GraphQLError[] {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return definitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node as never);
    const name = variable.name.value;
    if (!isInputType(type)) return [];
    const place = placeOfInexact(type, variableValues?.[name], `$${name}`);
    if (place === undefined) return [];
    const instead = getNamedType(type) === GraphQLID ? 'an ID' : 'it';
    return [
      rejection(
        `Variable "${place}" is a number that cannot be held exactly. Send ${instead} as a string.`,
        variable,
      ),
    ];
  });
}

/** Where the first one stands: `$input.members.0`. */
function placeOfInexact(type: GraphQLInputType, value: unknown, place: string): string | undefined {
  if (isNonNullType(type)) return placeOfInexact(type.ofType, value, place);
  if (typeof value === 'number') {
    // One value may stand for a list of one.
    if (getNamedType(type) === GraphQLID) return Number.isSafeInteger(value) ? undefined : place;
    return isCustomScalar(type) && !isExactNumber(value) ? place : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (isCustomScalar(type)) {
    for (const [key, each] of Object.entries(value)) {
      const found = placeOfInexact(type, each, `${place}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isListType(type)) {
    if (!Array.isArray(value)) return placeOfInexact(type.ofType, value, place);
    for (const [index, each] of value.entries()) {
      const found = placeOfInexact(type.ofType, each, `${place}.${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isInputObjectType(type)) return undefined;
  for (const field of Object.values(type.getFields())) {
    if (!Object.hasOwn(value, field.name)) continue;
    const found = placeOfInexact(
      field.type,
      (value as Readonly<Record<string, unknown>>)[field.name],
      `${place}.${field.name}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What was found in documents. A parser's cache hands out the same one for as long as clients send it. */
const found = new WeakMap<DocumentNode, GraphQLError[]>();

/** Numbers that a custom scalar's `parseLiteral` has rounded. One that reads the digits (a BigInt) may. */
function inexactLiterals({ schema, document }: Asked): GraphQLError[] {
  const known = found.get(document);
  if (known) return known;
  const errors = hasInexactLiteral(document) ? roundedLiterals(schema, document) : [];
  found.set(document, errors);
  return errors;
}

function hasInexactLiteral(document: DocumentNode): boolean {
  let has = false;
  const look = ({ value }: { readonly value: string }): void => {
    has ||= !isExactNumber(Number(value));
  };
  visit(document, { IntValue: look, FloatValue: look });
  return has;
}

function roundedLiterals(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const typeInfo = new TypeInfo(schema);
  const look = (node: ValueNode): false | undefined => {
    // Within a list it is the type of the items; a scalar may also take a list as a whole.
    const type =
      node.kind === Kind.LIST
        ? getNullableType(typeInfo.getParentInputType())
        : getNamedType(typeInfo.getInputType());
    if (!type || !isCustomScalar(type)) return undefined;
    const value = valueFromAST(node, type);
    if (placeOfInexact(type, value, '') !== undefined)
      errors.push(
        rejection(`A number of ${print(node)} cannot be held exactly. Write it as a string.`, node),
      );
    return false;
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, { IntValue: look, FloatValue: look, ListValue: look, ObjectValue: look }),
  );
  return errors;
}

function isCustomScalar(type: GraphQLType): type is GraphQLScalarType {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}

function rejection(message: string, node: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
