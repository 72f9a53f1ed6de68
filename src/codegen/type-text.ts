/** Writes GraphQL types as TypeScript types. */
import {
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Direction, ScalarTypes } from './scalar-types.ts';

/** Writes a type with its lists and nulls. `textOf` writes the named type. */
export function wrapType(
  type: GraphQLOutputType,
  textOf: (named: GraphQLNamedOutputType) => string,
  list: 'Array' | 'ReadonlyArray' = 'Array',
): string {
  if (isNonNullType(type)) return wrapNonNull(type.ofType, textOf, list);
  return `${wrapNonNull(type, textOf, list)} | null`;
}

function wrapNonNull(
  type: GraphQLOutputType,
  textOf: (named: GraphQLNamedOutputType) => string,
  list: 'Array' | 'ReadonlyArray',
): string {
  if (isListType(type)) return `${list}<${wrapType(type.ofType, textOf, list)}>`;
  if (isNonNullType(type)) return wrapNonNull(type.ofType, textOf, list);
  return textOf(type);
}

/** Writes a scalar, or an enum as a union of the names of its values. */
export function leafType(type: GraphQLLeafType, scalars: ScalarTypes, direction: Direction): string {
  if (isEnumType(type)) return quotedUnion(type.getValues().map((each) => each.name));
  return scalars.typeOf(type, direction);
}

/** Writes the type of an argument in a channel name, which cannot contain null. */
export function argumentType(type: GraphQLInputType, scalars: ScalarTypes): string {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (!isLeafType(bare))
    throw new TypeError(`${type} cannot be part of a channel name. Use a scalar or an enum.`);
  return leafType(bare, scalars, 'input');
}

export function quotedUnion(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ');
}
