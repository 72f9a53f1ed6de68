import { addResolversToSchema, makeExecutableSchema } from '@graphql-tools/schema';
import type { IResolvers, TypeSource } from '@graphql-tools/utils';
import {
  type DefinitionNode,
  extendSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type ObjectTypeExtensionNode,
  type OperationTypeNode,
  parse,
} from 'graphql';
import type { BuiltinFields, BuiltinResolvers } from '../builtins/index.ts';
import { channelTypeDefs, resolveToEvent, type SubscriptionRules } from '../core/index.ts';
import {
  mergeRules,
  type RulesByField,
  rulesOfOption,
  rulesOfSchema,
  splitResolvers,
} from './subscription-rules.ts';

/** Resolvers as in any GraphQL server. A subscription field accepts `authorize` and `filter` in addition to `resolve`. */
export type GatewayResolvers = Record<string, unknown>;

/** The user's schema: either SDL with resolvers, or a schema object. */
export type SchemaSource =
  | {
      readonly typeDefs: TypeSource;
      readonly resolvers?: GatewayResolvers | readonly GatewayResolvers[];
      /** `authorize` and `filter` by subscription field, for rules that are not in the resolvers. */
      readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
    }
  | {
      /**
       * The subscription fields have `@channel`, in SDL or in `extensions.directives`. A field with `@channel` in SDL
       * needs an entry in `subscriptions`, because `makeExecutableSchema` drops rules from resolvers.
       */
      readonly schema: GraphQLSchema;
      /** `authorize` and `filter` by subscription field; `{}` for a field without rules. */
      readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
    };

/** The schema that the gateway serves, and the rules of its subscription fields. */
export interface GatewaySchema {
  readonly schema: GraphQLSchema;
  readonly rules: RulesByField;
}

/** The built-in operations that are added to the user's schema. */
export interface Additions {
  readonly builtins: BuiltinFields;
  readonly resolvers: BuiltinResolvers;
}

/** Adds the built-in operations to the user's schema. Throws if a name is used by both. */
export function createGatewaySchema(source: SchemaSource, { builtins, resolvers }: Additions): GatewaySchema {
  const { schema: own, rules } = 'schema' in source ? fromSchema(source) : fromSdl(source);
  const extended = extendSchema(own, { kind: Kind.DOCUMENT, definitions: builtinDefinitions(own, builtins) });
  const schema = addResolversToSchema({
    schema: extended,
    resolvers: resolversByRoot(extended, builtins, resolvers),
  });
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    // The event is the field's value. GraphQL's default resolver would read a property with the field's name from it.
    field.resolve ??= resolveToEvent;
  }
  return { schema, rules };
}

/** The resolvers of the enabled built-in operations, by the names of the schema's root types. */
function resolversByRoot(
  schema: GraphQLSchema,
  { names }: BuiltinFields,
  { Query, Mutation }: BuiltinResolvers,
): IResolvers {
  const roots: [GraphQLObjectType | null | undefined, object][] = [
    [schema.getQueryType(), Query],
    [schema.getMutationType(), Mutation],
  ];
  return Object.fromEntries(
    roots.flatMap(([root, resolvers]): [string, object][] => {
      const enabled = Object.entries(resolvers).filter(([name]) => names.has(name));
      return root && enabled.length > 0 ? [[root.name, Object.fromEntries(enabled)]] : [];
    }),
  );
}

function fromSchema(source: Extract<SchemaSource, { schema: GraphQLSchema }>): GatewaySchema {
  if ('resolvers' in source)
    throw new Error(
      'The options `schema` and `resolvers` exclude each other. Pass `typeDefs` with `resolvers`, or `schema` with `subscriptions`.',
    );
  const { schema, subscriptions } = source;
  return { schema, rules: rulesOfSchema(schema, subscriptions) };
}

function fromSdl({
  typeDefs,
  resolvers = {},
  subscriptions,
}: Extract<SchemaSource, { typeDefs: TypeSource }>): GatewaySchema {
  // Build it without resolvers first, to find the root type of subscriptions.
  const bare = makeExecutableSchema({ typeDefs: [typeDefs, channelTypeDefs] });
  // graphql-tools accepts nested lists.
  const all = [resolvers].flat(Number.POSITIVE_INFINITY) as GatewayResolvers[];
  const { rules, resolvers: plain } = splitResolvers(bare, all);
  const schema = makeExecutableSchema({ typeDefs: bare, resolvers: plain as IResolvers[] });
  return { schema, rules: mergeRules(rules, rulesOfOption(subscriptions)) };
}

/** The built-in definitions, as extensions of the user's schema. */
function builtinDefinitions(schema: GraphQLSchema, builtins: BuiltinFields): DefinitionNode[] {
  const definitions: DefinitionNode[] = [];
  for (const type of builtins.types) {
    const name = 'name' in type ? type.name?.value : undefined;
    if (name !== undefined && schema.getType(name)) {
      const users = builtins.usersOf(name).map((each) => `${each}: false`);
      throw clashError(`The type ${name} is built into graphql-pusher`, users);
    }
    definitions.push(type);
  }
  for (const { operation, type } of builtins.roots) {
    // Look it up by operation, because a root type may have any name.
    const root = schema.getRootType(operation);
    if (!root) {
      // Another type may already have this name, such as a billing plan's `Subscription`.
      const usual = type.name.value;
      const value = schema.getType(usual) ? `Pusher${usual}` : usual;
      definitions.push({ ...type, name: { kind: Kind.NAME, value } }, rootTypeExtension(operation, value));
      continue;
    }
    const clash = type.fields?.find((field) => root.getFields()[field.name.value])?.name.value;
    if (clash !== undefined) {
      throw clashError(`${root.name}.${clash} is built into graphql-pusher`, [`${clash}: false`]);
    }
    const name = { kind: Kind.NAME, value: root.name } as const;
    definitions.push({ ...type, kind: Kind.OBJECT_TYPE_EXTENSION, name } as ObjectTypeExtensionNode);
  }
  // A schema object may have @channel in its extensions only.
  if (builtins.subscriptions.size > 0 && !schema.getDirective('channel')) {
    definitions.push(...parse(channelTypeDefs, { noLocation: true }).definitions);
  }
  return definitions;
}

/** `extend schema { mutation: Mutation }` */
function rootTypeExtension(operation: OperationTypeNode, name: string): DefinitionNode {
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } as const;
  return {
    kind: Kind.SCHEMA_EXTENSION,
    operationTypes: [{ kind: Kind.OPERATION_TYPE_DEFINITION, operation, type }],
  };
}

function clashError(what: string, off: readonly string[]): Error {
  return new Error(
    `${what}, and your schema defines it too. Rename yours, or disable the built-in one with the option builtins: { ${off.join(', ')} }.`,
  );
}
