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
import { isExactText, roundedNumbers } from '../../protocol/index.ts';
import type { RequestedOperation } from './check-variables.ts';

interface ExecutionInput extends RequestedOperation {
  readonly contextValue?: unknown;
}

/** Numbers that were rounded when a request was parsed. */
const roundedIn = new WeakMap<object, ReadonlySet<number>>();
const none: ReadonlySet<number> = new Set();

/**
 * Rejects numbers that JavaScript cannot represent exactly, if they are an `ID` or inside a custom scalar such as JSON.
 * Resolvers would receive `9007199254740993` as a neighboring number, which identifies another user or room. A `Float` is
 * rounded, as GraphQL specifies.
 */
export function useExactNumbers(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (!requestParser) return;
      setRequestParser((given) => requestParser(recordingRounded(given, request)));
    },
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

function inexactNumbers(input: ExecutionInput): GraphQLError[] {
  return [...inexactVariables(input), ...inexactLiterals(input)];
}

/** Wraps the request and records the numbers that are rounded when its JSON is parsed. */
function recordingRounded(given: Request, request: Request): Request {
  const record = (text: unknown): void => {
    const values = typeof text === 'string' ? roundedNumbers(text).map(Number) : [];
    if (values.length > 0) roundedIn.set(request, new Set(values));
  };
  record(new URL(given.url).searchParams.get('variables'));
  const readers: Partial<Record<PropertyKey, () => Promise<unknown>>> = {
    async json() {
      const text = await given.text();
      const value: unknown = JSON.parse(text);
      record(text);
      return value;
    },
    async text() {
      const text = await given.text();
      record(new URLSearchParams(text).get('variables'));
      return text;
    },
    async formData() {
      const form = await given.formData();
      record(form.get('operations'));
      return form;
    },
  };
  return new Proxy(given, {
    get(target, key) {
      const member: unknown = readers[key] ?? Reflect.get(target, key, target);
      return typeof member === 'function' && !readers[key] ? member.bind(target) : member;
    },
  });
}

function inexactVariables(input: ExecutionInput): GraphQLError[] {
  const { schema, document, operationName, variableValues } = input;
  const rounded = roundedOf(input);
  const inScalars = rounded.size > 0 ? variablesInScalars(schema, document) : new Set<string>();
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return definitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node as never);
    const name = variable.name.value;
    if (!isInputType(type)) return [];
    const isRounded = (value: number): boolean => !Number.isFinite(value) || rounded.has(value);
    // A Float variable inside a JSON literal is a number of that JSON.
    const place = inScalars.has(name)
      ? placeOfNumber(isRounded, variableValues?.[name], `$${name}`)
      : placeOfInexact(type, isRounded, variableValues?.[name], `$${name}`);
    if (place === undefined) return [];
    const value = getNamedType(type) === GraphQLID ? 'an ID' : 'it';
    return [
      rejection(
        `Variable "${place}" is a number that JavaScript cannot represent exactly. Send ${value} as a string.`,
        variable,
      ),
    ];
  });
}

function roundedOf({ contextValue }: ExecutionInput): ReadonlySet<number> {
  const request =
    typeof contextValue === 'object' && contextValue !== null && 'request' in contextValue
      ? contextValue.request
      : undefined;
  return (typeof request === 'object' && request !== null && roundedIn.get(request)) || none;
}

type IsRounded = (value: number) => boolean;

/** The path of the first inexact number, such as `$input.members.0`. */
function placeOfInexact(
  type: GraphQLInputType,
  isRounded: IsRounded,
  value: unknown,
  place: string,
): string | undefined {
  if (isNonNullType(type)) return placeOfInexact(type.ofType, isRounded, value, place);
  if (type === GraphQLID)
    return typeof value === 'number' && !Number.isSafeInteger(value) ? place : undefined;
  if (isCustomScalar(type)) return placeOfNumber(isRounded, value, place);
  if (isListType(type)) {
    // GraphQL accepts a single value for a list.
    if (!Array.isArray(value)) return placeOfInexact(type.ofType, isRounded, value, place);
    for (const [index, each] of value.entries()) {
      const found = placeOfInexact(type.ofType, isRounded, each, `${place}.${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  for (const field of Object.values(type.getFields())) {
    if (!Object.hasOwn(value, field.name)) continue;
    const found = placeOfInexact(field.type, isRounded, record[field.name], `${place}.${field.name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The path of the first number in JSON that matches. */
function placeOfNumber(matches: IsRounded, value: unknown, place: string): string | undefined {
  if (typeof value === 'number') return matches(value) ? place : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const found = placeOfNumber(matches, each, `${place}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Errors by document. The parser's cache returns the same document for the same text. */
const errorsByDocument = new WeakMap<DocumentNode, GraphQLError[]>();

/** Errors for numbers that a custom scalar's `parseLiteral` rounds. A scalar that reads the digits, such as BigInt, is exact. */
function inexactLiterals({ schema, document }: ExecutionInput): GraphQLError[] {
  const known = errorsByDocument.get(document);
  if (known) return known;
  const errors = roundedLiterals(schema, document);
  errorsByDocument.set(document, errors);
  return errors;
}

function roundedLiterals(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const values = new Set<number>();
  const enter = ({ value }: { readonly value: string }): void => {
    if (!isExactText(value)) values.add(Number(value));
  };
  visit(document, { IntValue: enter, FloatValue: enter });
  if (values.size === 0) return errors;
  visitScalars(schema, document, (node, type) => {
    const value: unknown = valueFromAST(node, type);
    if (placeOfNumber((each) => values.has(each), value, '') !== undefined)
      errors.push(
        rejection(
          `JavaScript cannot represent a number of ${print(node)} exactly. Write it as a string.`,
          node,
        ),
      );
  });
  return errors;
}

/** Names of the variables inside literals of custom scalars. */
function variablesInScalars(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visitScalars(schema, document, (node) => {
    visit(node, { Variable: ({ name }) => void names.add(name.value) });
  });
  return names;
}

/** Visits each literal of a custom scalar. */
function visitScalars(
  schema: GraphQLSchema,
  document: DocumentNode,
  onLiteral: (node: ValueNode, type: GraphQLScalarType) => void,
): void {
  const typeInfo = new TypeInfo(schema);
  const enter = (node: ValueNode): false | undefined => {
    // In a list, this is the type of the items. A scalar may also accept a whole list.
    const type =
      node.kind === Kind.LIST
        ? getNullableType(typeInfo.getParentInputType())
        : getNamedType(typeInfo.getInputType());
    if (!type || !isCustomScalar(type)) return undefined;
    onLiteral(node, type);
    return false;
  };
  const visitor = { IntValue: enter, FloatValue: enter, ListValue: enter, ObjectValue: enter };
  visit(document, visitWithTypeInfo(typeInfo, visitor));
}

function isCustomScalar(type: GraphQLType): type is GraphQLScalarType {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}

function rejection(message: string, node: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
