/** Writes the payload of a topic channel as a TypeScript type. */

import {
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
} from 'graphql';
import { topicSelection } from '../core/index.ts';
import type { ScalarTypes } from './scalar-types.ts';
import { tsdoc } from './tsdoc.ts';
import { leafType, quotedUnion, wrapType } from './type-text.ts';

export function payloadType(schema: GraphQLSchema, type: GraphQLOutputType, scalars: ScalarTypes): string {
  return wrapType(type, (named) => namedPayload(schema, named, scalars));
}

function namedPayload(schema: GraphQLSchema, type: GraphQLNamedOutputType, scalars: ScalarTypes): string {
  const selection = topicSelection(type);
  switch (selection.of) {
    case 'leaf':
      return leaf(type, scalars);
    case 'object': {
      const names = isAbstractType(type)
        ? schema.getPossibleTypes(type).map((each) => each.name)
        : [type.name];
      return objectText(selection.typename ? names : [], selection.fields, scalars);
    }
    case 'union': {
      const members = selection.members.map((each) => objectText([each.type.name], each.fields, scalars));
      return `(${members.join(' | ')})`;
    }
  }
}

function objectText(
  typenames: readonly string[],
  fields: readonly GraphQLField<unknown, unknown>[],
  scalars: ScalarTypes,
): string {
  const typename = typenames.length > 0 ? `  __typename: ${quotedUnion(typenames)};\n` : '';
  const properties = fields.map((field) => {
    const text = wrapType(field.type, (named) => leaf(named, scalars));
    return `${tsdoc(field, { indent: '  ' })}  ${field.name}: ${text};\n`;
  });
  return `{\n${typename}${properties.join('')}}`;
}

function leaf(type: GraphQLNamedOutputType, scalars: ScalarTypes): string {
  if (!isLeafType(type)) throw new TypeError(`${type.name} is not a scalar or an enum.`);
  return leafType(type, scalars, 'output');
}
