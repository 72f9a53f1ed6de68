import {
  type DocumentNode,
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
  typeFromAST,
  type VariableNode,
} from 'graphql';
import leven from 'leven';
import { measureValue } from './measure-value.ts';

/** An operation with variables that are not checked yet. */
export interface RequestedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The allowed cost of coercion: one step per value, and half a step per field of an input type. */
export interface Budget {
  readonly max: number;
  left: number;
}

/** Maximum length of a name in messages, in characters. Longer names are truncated and get no suggestion. */
const maxNameLength = 100;

/** The path of a value, such as `f.and[0]`. A linked list, so that valid values cost no string concatenation. */
interface Place {
  readonly key: string | number;
  readonly above: Place | undefined;
}

interface Walk {
  readonly variable: VariableNode;
  readonly budget: Budget;
}

/**
 * Checks the shape of variables before graphql coerces them. graphql prints the whole value in each of fifty errors and
 * compares each unknown name with all known names, so one request could take seconds. This check stops at the first
 * problem. It counts the values of scalars, and graphql checks them.
 */
export function checkVariables(
  { schema, document, operationName, variableValues }: RequestedOperation,
  budget: Budget,
): GraphQLError | undefined {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  for (const { variable, type: node } of definitions) {
    const type = typeFromAST(schema, node as never);
    const name = variable.name.value;
    const given = variableValues ?? {};
    if (!isInputType(type) || !Object.hasOwn(given, name)) continue;
    const problem = check(type, given[name], { key: name, above: undefined }, { variable, budget });
    if (problem) return problem;
  }
  return undefined;
}

function check(type: GraphQLInputType, value: unknown, at: Place, walk: Walk): GraphQLError | undefined {
  if (isNonNullType(type)) {
    // If the variable itself is null, graphql reports it.
    if (value === null && at.above)
      return problemAt(at, walk, `Expected non-nullable type "${type}" not to be null.`);
    return check(type.ofType, value, at, walk);
  }
  if (--walk.budget.left < 0) return tooMany(walk);
  if (value === null || value === undefined) return undefined;
  if (isListType(type)) {
    // GraphQL accepts a single value for a list.
    if (!Array.isArray(value)) return check(type.ofType, value, at, walk);
    for (const [key, each] of value.entries()) {
      const problem = check(type.ofType, each, { key, above: at }, walk);
      if (problem) return problem;
    }
    return undefined;
  }
  if (isScalarType(type) && typeof value === 'object') {
    walk.budget.left -= measureValue(value, {
      levels: Number.POSITIVE_INFINITY,
      values: walk.budget.left,
    }).values;
    return walk.budget.left < 0 ? tooMany(walk) : undefined;
  }
  if (isInputObjectType(type)) {
    return typeof value === 'object' && !Array.isArray(value)
      ? checkObject(type, value as Readonly<Record<string, unknown>>, at, walk)
      : undefined;
  }
  if (isEnumType(type) && typeof value === 'string' && !type.getValue(value)) {
    const suggestion = suggestionFor(
      value,
      type.getValues().map(({ name }) => name),
      'the enum value ',
    );
    return problemAt(at, walk, `Value "${truncate(value)}" does not exist in "${type}" enum.${suggestion}`);
  }
  return undefined;
}

function checkObject(
  type: GraphQLInputObjectType,
  value: Readonly<Record<string, unknown>>,
  at: Place,
  walk: Walk,
): GraphQLError | undefined {
  const fields = type.getFields();
  const names = Object.keys(fields);
  walk.budget.left -= names.length / 2;
  for (const key in value) {
    if (Object.hasOwn(fields, key)) continue;
    const suggestion = suggestionFor(key, names);
    return problemAt(at, walk, `Field "${truncate(key)}" is not defined by type "${type}".${suggestion}`);
  }
  for (const field of Object.values(fields)) {
    if (!Object.hasOwn(value, field.name)) {
      if (!isRequiredInputField(field)) continue;
      return problemAt(at, walk, `Field "${field.name}" of required type "${field.type}" was not provided.`);
    }
    const problem = check(field.type, value[field.name], { key: field.name, above: at }, walk);
    if (problem) return problem;
  }
  return undefined;
}

function problemAt(at: Place, { variable }: Walk, message: string): GraphQLError {
  const where = at.above ? ` at "${textOf(at)}"` : '';
  return errorOf(`Variable "$${variable.name.value}" got invalid value${where}; ${message}`, variable);
}

function tooMany({ variable, budget }: Walk): GraphQLError {
  return errorOf(
    `The variables have more than ${budget.max} values, where two fields of an input type count as one. Split them into several requests.`,
    variable,
  );
}

function errorOf(message: string, variable: VariableNode): GraphQLError {
  return new GraphQLError(message, { nodes: variable, extensions: { code: 'BAD_USER_INPUT' } });
}

function suggestionFor(name: string, known: readonly string[], kind = ''): string {
  if (name.length > maxNameLength) return '';
  const [nearest] = known
    .map((each) => ({ each, distance: leven(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, distance }) => distance <= Math.max(name.length, each.length) * 0.4 + 1)
    .sort((one, other) => one.distance - other.distance);
  return nearest ? ` Did you mean ${kind}"${nearest.each}"?` : '';
}

function textOf({ key, above }: Place): string {
  if (!above) return String(key);
  return typeof key === 'number' ? `${textOf(above)}[${key}]` : `${textOf(above)}.${key}`;
}

function truncate(name: string): string {
  return name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name;
}
