import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { isPlain } from '../values/index.ts';

/** Where graphql 16 and 17 keep the value of a default: 17 coerces it once and keeps it in the second. */
const defaultProperties = ['defaultValue', '_memoizedCoercedDefaultValue'];

/**
 * Lets each reader of a default of the schema have a copy. Otherwise graphql hands out one list or object for all
 * executions, and a resolver that changes its argument changes the default for everyone.
 */
export function copyDefaults(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) copyDefault(field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { args } of Object.values(type.getFields())) args.forEach(copyDefault);
  }
}

function copyDefault(holder: object): void {
  for (const property of defaultProperties) {
    const { value, get } = Object.getOwnPropertyDescriptor(holder, property) ?? {};
    if (get || (property !== 'defaultValue' && !(property in holder))) continue;
    let kept: unknown = value;
    Object.defineProperty(holder, property, {
      get: () => copy(kept),
      set: (next: unknown) => {
        // graphql 17 hands the original out once, when it stores it.
        kept = copy(next);
      },
      enumerable: true,
      configurable: true,
    });
  }
}

/** Only what is made of lists, plain objects and dates: an instance of a class may be compared by identity. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Date) return new Date(value);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, copy(each)]);
  return Object.fromEntries(entries);
}
