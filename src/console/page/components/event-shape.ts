/** Creates an example event of a GraphQL type, and compares an event with its type. */
import type { Overview } from '../live/use-overview.ts';

export type EventTypes = Overview['eventTypes'];

/** Maximum nesting of the example. Deeper objects are written as `{}`. */
const maxDepth = 3;
/** Maximum number of differences that are returned. */
const maxProblems = 5;

const scalarExamples: Readonly<Record<string, unknown>> = {
  ID: '',
  String: '',
  Int: 0,
  Float: 0,
  Boolean: false,
};

const scalarChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: (value) => typeof value === 'string' || Number.isInteger(value),
  String: (value) => typeof value === 'string',
  Int: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
};

/** Returns an event of this type with empty values. Optional fields are included, fields with a resolver are not. */
export function exampleOf(type: string, types: EventTypes, depth = 0): unknown {
  const named = withoutNonNull(type);
  const item = itemOf(named);
  if (item !== undefined) return depth < maxDepth ? [exampleOf(item, types, depth + 1)] : [];
  if (named in scalarExamples) return scalarExamples[named];
  const described = types.find(({ name }) => name === named);
  if (described?.values) return described.values[0] ?? null;
  if (!described?.fields) return null;
  if (depth >= maxDepth) return {};
  return Object.fromEntries(
    described.fields.map((field) => [field.name, exampleOf(field.type, types, depth + 1)]),
  );
}

/** Returns the differences between an event and its type, each as a sentence. Types without a description match. */
export function problemsOf(event: unknown, type: string, types: EventTypes): string[] {
  return [...differences(event, type, types, 'The event')].slice(0, maxProblems);
}

function* differences(value: unknown, type: string, types: EventTypes, path: string): Generator<string> {
  const named = withoutNonNull(type);
  if (value === null || value === undefined) {
    if (named !== type) yield `${path} (${type}) is missing or null.`;
    return;
  }
  const item = itemOf(named);
  if (item !== undefined) {
    if (!Array.isArray(value)) yield `${path} (${type}) is not a list.`;
    else
      for (const [index, each] of value.entries())
        yield* differences(each, item, types, join(path, `[${index}]`));
    return;
  }
  const isScalar = scalarChecks[named];
  const described = types.find(({ name }) => name === named);
  if (isScalar && !isScalar(value)) yield `${path} is not of type ${named}.`;
  if (described?.values && !described.values.some((each) => each === value))
    yield `${path} is not one of ${described.values.join(', ')}.`;
  if (!described?.fields) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    yield `${path} (${type}) is not an object.`;
    return;
  }
  const properties = new Map(Object.entries(value));
  for (const { name, type: of } of described.fields) {
    yield* differences(properties.get(name), of, types, join(path, `.${name}`));
    properties.delete(name);
  }
  if (described.isOpen) return;
  for (const name of properties.keys())
    if (name !== '__typename') yield `${join(path, `.${name}`)} is not a field of type ${named}.`;
}

function withoutNonNull(type: string): string {
  return type.endsWith('!') ? type.slice(0, -1) : type;
}

/** The type of the items of a list; `undefined` for another type. */
function itemOf(type: string): string | undefined {
  return type.startsWith('[') ? type.slice(1, -1) : undefined;
}

function join(path: string, part: string): string {
  return path === 'The event' ? part.replace(/^\./, '') : `${path}${part}`;
}
