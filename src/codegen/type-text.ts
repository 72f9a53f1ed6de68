/** GraphQL types as TypeScript text. */
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

/** The text of a type whose named type has the text that `textOf` gives it. */
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

/** A scalar, or an enum as the union of its values' names. */
export function leafType(type: GraphQLLeafType, scalars: ScalarTypes, direction: Direction): string {
  if (isEnumType(type)) return quotedUnion(type.getValues().map((each) => each.name));
  return scalars.typeOf(type, direction);
}

/** The type of an argument that stands in a channel name: never null, since a name cannot hold that. */
export function argumentType(type: GraphQLInputType, scalars: ScalarTypes): string {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (!isLeafType(bare)) throw new TypeError(`${type} cannot stand in a channel name.`);
  return leafType(bare, scalars, 'input');
}

export function quotedUnion(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ');
}
