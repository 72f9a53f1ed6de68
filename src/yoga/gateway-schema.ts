import { addResolversToSchema, makeExecutableSchema } from '@graphql-tools/schema';
import type { IResolvers, TypeSource } from '@graphql-tools/utils';
import {
  type DefinitionNode,
  extendSchema,
  type GraphQLSchema,
  Kind,
  type ObjectTypeExtensionNode,
  OperationTypeNode,
  parse,
} from 'graphql';
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
  const definitions: DefinitionNode[] = [];
  for (const definition of parse(builtinTypeDefs).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) {
      definitions.push(definition);
      continue;
    }
    const operation = operationOf[definition.name.value];
    // By what it is for: a root type may have any name.
    const root = operation && schema.getRootType(operation);
    if (root) {
      const clash = definition.fields?.find((field) => root.getFields()[field.name.value]);
      if (clash)
        throw clashError(`${root.name}.${clash.name.value} is one of graphql-pusher's own operations`);
      const name = { kind: Kind.NAME, value: root.name } as const;
      definitions.push({ ...definition, kind: Kind.OBJECT_TYPE_EXTENSION, name } as ObjectTypeExtensionNode);
      continue;
    }
    if (schema.getType(definition.name.value)) {
      throw clashError(`The type ${definition.name.value} is one of graphql-pusher's own`);
    }
    definitions.push(definition);
    if (operation) definitions.push(rootTypeExtension(operation, definition.name.value));
  }
  return definitions;
}

const operationOf: Readonly<Record<string, OperationTypeNode>> = {
  Query: OperationTypeNode.QUERY,
  Mutation: OperationTypeNode.MUTATION,
  Subscription: OperationTypeNode.SUBSCRIPTION,
};

/** `extend schema { mutation: Mutation }` */
function rootTypeExtension(operation: OperationTypeNode, name: string): DefinitionNode {
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } as const;
  return {
    kind: Kind.SCHEMA_EXTENSION,
    operationTypes: [{ kind: Kind.OPERATION_TYPE_DEFINITION, operation, type }],
  };
}

function clashError(what: string): Error {
  return new Error(`${what}: give yours another name.`);
}
