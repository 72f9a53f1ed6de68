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

interface Asked extends RequestedOperation {
  readonly contextValue?: unknown;
}

/** Values of numbers that reading a request has rounded. */
const roundedIn = new WeakMap<object, ReadonlySet<number>>();
const none: ReadonlySet<number> = new Set();

/**
 * Rejects numbers that JavaScript cannot hold exactly, where they stand for an `ID` or within a custom scalar such as
 * JSON. `9007199254740993` would reach resolvers as its neighbor: another user, another room. A `Float` is rounded as
 * GraphQL has it.
 */
export function useExactNumbers(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (!requestParser) return;
      setRequestParser((given) => requestParser(noting(given, request)));
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

function inexactNumbers(asked: Asked): GraphQLError[] {
  return [...inexactVariables(asked), ...inexactLiterals(asked)];
}

/** The same request, which notes what is rounded when its JSON is read. */
function noting(given: Request, request: Request): Request {
  const note = (text: unknown): void => {
    const values = typeof text === 'string' ? roundedNumbers(text).map(Number) : [];
    if (values.length > 0) roundedIn.set(request, new Set(values));
  };
  note(new URL(given.url).searchParams.get('variables'));
  const readers: Partial<Record<PropertyKey, () => Promise<unknown>>> = {
    async json() {
      const text = await given.text();
      const value: unknown = JSON.parse(text);
      note(text);
      return value;
    },
    async text() {
      const text = await given.text();
      note(new URLSearchParams(text).get('variables'));
      return text;
    },
    async formData() {
      const form = await given.formData();
      note(form.get('operations'));
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

function inexactVariables(asked: Asked): GraphQLError[] {
  const { schema, document, operationName, variableValues } = asked;
  const rounded = roundedOf(asked);
  const inScalars = rounded.size > 0 ? variablesInScalars(schema, document) : new Set<string>();
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return definitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node as never);
    const name = variable.name.value;
    if (!isInputType(type)) return [];
    const isRounded = (value: number): boolean => !Number.isFinite(value) || rounded.has(value);
    // Within a JSON literal a Float is a number of that JSON.
    const place = inScalars.has(name)
      ? placeOfNumber(isRounded, variableValues?.[name], `$${name}`)
      : placeOfInexact(type, isRounded, variableValues?.[name], `$${name}`);
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

function roundedOf({ contextValue }: Asked): ReadonlySet<number> {
  const request =
    typeof contextValue === 'object' && contextValue !== null && 'request' in contextValue
      ? contextValue.request
      : undefined;
  return (typeof request === 'object' && request !== null && roundedIn.get(request)) || none;
}

type IsRounded = (value: number) => boolean;

/** Where the first one stands: `$input.members.0`. */
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
    // One value may stand for a list of one.
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

/** Where the first such number stands in JSON. */
function placeOfNumber(isSuch: IsRounded, value: unknown, place: string): string | undefined {
  if (typeof value === 'number') return isSuch(value) ? place : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const found = placeOfNumber(isSuch, each, `${place}.${key}`);
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
  const errors = roundedLiterals(schema, document);
  found.set(document, errors);
  return errors;
}

function roundedLiterals(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const values = new Set<number>();
  const look = ({ value }: { readonly value: string }): void => {
    if (!isExactText(value)) values.add(Number(value));
  };
  visit(document, { IntValue: look, FloatValue: look });
  if (values.size === 0) return errors;
  visitScalars(schema, document, (node, type) => {
    const value: unknown = valueFromAST(node, type);
    if (placeOfNumber((each) => values.has(each), value, '') !== undefined)
      errors.push(
        rejection(`A number of ${print(node)} cannot be held exactly. Write it as a string.`, node),
      );
  });
  return errors;
}

/** Names of the variables that stand within literals of custom scalars. */
function variablesInScalars(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visitScalars(schema, document, (node) => {
    visit(node, { Variable: ({ name }) => void names.add(name.value) });
  });
  return names;
}

/** Each literal of a custom scalar. */
function visitScalars(
  schema: GraphQLSchema,
  document: DocumentNode,
  found: (node: ValueNode, type: GraphQLScalarType) => void,
): void {
  const typeInfo = new TypeInfo(schema);
  const look = (node: ValueNode): false | undefined => {
    // Within a list it is the type of the items; a scalar may also take a list as a whole.
    const type =
      node.kind === Kind.LIST
        ? getNullableType(typeInfo.getParentInputType())
        : getNamedType(typeInfo.getInputType());
    if (!type || !isCustomScalar(type)) return undefined;
    found(node, type);
    return false;
  };
  const visitor = { IntValue: look, FloatValue: look, ListValue: look, ObjectValue: look };
  visit(document, visitWithTypeInfo(typeInfo, visitor));
}

function isCustomScalar(type: GraphQLType): type is GraphQLScalarType {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}

function rejection(message: string, node: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
