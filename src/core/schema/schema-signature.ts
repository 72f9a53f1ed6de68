import { type GraphQLSchema, isInterfaceType, isObjectType, print } from 'graphql';
import type { SubscriptionField } from './channel-directive.ts';

/**
 * What a schema says that stored operations were made by and do not hold themselves. Plain JSON, to be handed from one
 * process to the next.
 */
export interface SchemaSignature {
  /** Of each subscription field: where its events go, and which claims shape its results. */
  readonly channels: Readonly<Record<string, string>>;
  /** By `Type.field(argument)`: a stored document leaves out what repeats them. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** Two schemas with the same signature understand each other's operations, as far as these are valid in both. */
export function signatureOf(
  schema: GraphQLSchema,
  fields: ReadonlyMap<string, SubscriptionField>,
): SchemaSignature {
  const channels = [...fields.values()].map(({ name, template, access, per }): [string, string] => [
    name,
    JSON.stringify([template.text, access, per.toSorted()]),
  ]);
  return { channels: Object.fromEntries(channels), defaults: Object.fromEntries(defaultsOf(schema)) };
}

/** The key of an argument in {@link SchemaSignature.defaults}. */
export function argumentKey(type: string, field: string, argument: string): string {
  return `${type}.${field}(${argument})`;
}

function* defaultsOf(schema: GraphQLSchema): Generator<[string, string]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      for (const { name, astNode } of field.args) {
        if (astNode?.defaultValue)
          yield [argumentKey(type.name, field.name, name), print(astNode.defaultValue)];
      }
    }
  }
}
