import { addResolversToSchema, makeExecutableSchema } from '@graphql-tools/schema';
import type { IResolvers, TypeSource } from '@graphql-tools/utils';
import { type DefinitionNode, extendSchema, type GraphQLSchema, Kind, parse } from 'graphql';
import { channelTypeDefs, type SubscriptionRules } from '../core/index.ts';
import { builtinTypeDefs } from './generated/type-defs.ts';

/** Resolvers as in any GraphQL server; a subscription field takes `authorize` and `filter` beside `resolve`. */
export type GatewayResolvers = Record<string, unknown>;

/** The user's schema, either as SDL with resolvers or made elsewhere. */
export type SchemaSource =
  | { readonly typeDefs: TypeSource; readonly resolvers?: GatewayResolvers | readonly GatewayResolvers[] }
  | {
      /** Its subscription fields carry `@channel`, in SDL or in `extensions.directives`. */
      readonly schema: GraphQLSchema;
      /** `authorize` and `filter` by subscription field. */
      readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
    };

/** The schema that is served, and what its subscription fields' resolvers said beside `resolve`. */
export interface GatewaySchema {
  readonly schema: GraphQLSchema;
  readonly rules: Readonly<Record<string, SubscriptionRules>>;
}

/** The user's schema with our own operations added. Throws when the two clash. */
export function createGatewaySchema(source: SchemaSource, builtinResolvers: IResolvers): GatewaySchema {
  const { schema: own, rules } =
    'schema' in source ? { schema: source.schema, rules: source.subscriptions ?? {} } : fromSdl(source);
  const extended = extendSchema(own, { kind: Kind.DOCUMENT, definitions: builtinDefinitions(own) });
  const schema = addResolversToSchema({ schema: extended, resolvers: builtinResolvers });
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    // An event is the field's value; GraphQL would look for a property of the field's name in it.
    field.resolve ??= (event) => event;
  }
  return { schema, rules };
}

function fromSdl({ typeDefs, resolvers = {} }: Extract<SchemaSource, { typeDefs: TypeSource }>): {
  schema: GraphQLSchema;
  rules: Record<string, SubscriptionRules>;
} {
  const rules: Record<string, SubscriptionRules> = {};
  const all: readonly GatewayResolvers[] = Array.isArray(resolvers)
    ? resolvers
    : [resolvers as GatewayResolvers];
  const plain = all.map((map) => {
    const subscription = map.Subscription as Record<string, SubscriptionFieldResolver> | undefined;
    if (!subscription) return map;
    const Subscription: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(subscription)) {
      const { authorize, filter, ...rest } = typeof field === 'function' ? { resolve: field } : field;
      rules[name] = { ...rules[name], ...(authorize ? { authorize } : {}), ...(filter ? { filter } : {}) };
      if (Object.keys(rest).length > 0) Subscription[name] = rest;
    }
    return { ...map, Subscription };
  });
  const schema = makeExecutableSchema({
    typeDefs: [typeDefs, channelTypeDefs],
    resolvers: plain as IResolvers[],
  });
  return { schema, rules };
}

type SubscriptionFieldResolver = (SubscriptionRules & { resolve?: unknown }) | (() => unknown);

/** Our own definitions, as additions to what the schema has already. */
function builtinDefinitions(schema: GraphQLSchema): DefinitionNode[] {
  const rootTypes = new Map(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      type ? [[type.name, type] as const] : [],
    ),
  );
  return parse(builtinTypeDefs).definitions.map((definition): DefinitionNode => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
    const name = definition.name.value;
    const clash = definition.fields?.find((field) => rootTypes.get(name)?.getFields()[field.name.value]);
    if (clash) {
      throw new Error(
        `${name}.${clash.name.value} is one of graphql-pusher's own operations: give yours another name.`,
      );
    }
    if (rootTypes.has(name)) return { ...definition, kind: Kind.OBJECT_TYPE_EXTENSION };
    if (schema.getType(name))
      throw new Error(`The type ${name} is one of graphql-pusher's own: give yours another name.`);
    return definition;
  });
}
