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

/** Resolvers as in any GraphQL server; a subscription field takes `authorize` and `filter` beside `resolve`. */
export type GatewayResolvers = Record<string, unknown>;

/** The user's schema, either as SDL with resolvers or made elsewhere. */
export type SchemaSource =
  | {
      readonly typeDefs: TypeSource;
      readonly resolvers?: GatewayResolvers | readonly GatewayResolvers[];
      /** `authorize` and `filter` by subscription field, for those that are not in the resolvers. */
      readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
    }
  | {
      /**
       * Its subscription fields carry `@channel`, in SDL or in `extensions.directives`. A field with `@channel` in SDL
       * needs an entry in `subscriptions`: `makeExecutableSchema` drops rules from resolvers.
       */
      readonly schema: GraphQLSchema;
      /** `authorize` and `filter` by subscription field; `{}` for a field without rules. */
      readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
    };

/** The schema that is served, and what its subscription fields' resolvers said beside `resolve`. */
export interface GatewaySchema {
  readonly schema: GraphQLSchema;
  readonly rules: RulesByField;
}

/** What is added to the user's schema. */
export interface Additions {
  readonly builtins: BuiltinFields;
  readonly resolvers: BuiltinResolvers;
}

/** The user's schema with our own operations added. Throws when the two clash. */
export function createGatewaySchema(source: SchemaSource, { builtins, resolvers }: Additions): GatewaySchema {
  const { schema: own, rules } = 'schema' in source ? fromSchema(source) : fromSdl(source);
  const extended = extendSchema(own, { kind: Kind.DOCUMENT, definitions: builtinDefinitions(own, builtins) });
  const schema = addResolversToSchema({
    schema: extended,
    resolvers: resolversByRoot(extended, builtins, resolvers),
  });
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    // An event is the field's value; GraphQL would look for a property of the field's name in it.
    field.resolve ??= resolveToEvent;
  }
  return { schema, rules };
}

/** Of what is turned on, under the names that the schema's roots have. */
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
      const kept = Object.entries(resolvers).filter(([name]) => names.has(name));
      return root && kept.length > 0 ? [[root.name, Object.fromEntries(kept)]] : [];
    }),
  );
}

function fromSchema(source: Extract<SchemaSource, { schema: GraphQLSchema }>): GatewaySchema {
  if ('resolvers' in source)
    throw new Error('The options schema and resolvers exclude each other: pass typeDefs and resolvers.');
  const { schema, subscriptions } = source;
  return { schema, rules: rulesOfSchema(schema, subscriptions) };
}

function fromSdl({
  typeDefs,
  resolvers = {},
  subscriptions,
}: Extract<SchemaSource, { typeDefs: TypeSource }>): GatewaySchema {
  // First without resolvers, to know which type is the root of subscriptions.
  const bare = makeExecutableSchema({ typeDefs: [typeDefs, channelTypeDefs] });
  // graphql-tools takes lists in lists.
  const all = [resolvers].flat(Number.POSITIVE_INFINITY) as GatewayResolvers[];
  const { rules, resolvers: plain } = splitResolvers(bare, all);
  const schema = makeExecutableSchema({ typeDefs: bare, resolvers: plain as IResolvers[] });
  return { schema, rules: mergeRules(rules, rulesOfOption(subscriptions)) };
}

/** Our own definitions, as additions to what the schema has already. */
function builtinDefinitions(schema: GraphQLSchema, builtins: BuiltinFields): DefinitionNode[] {
  const definitions: DefinitionNode[] = [];
  for (const type of builtins.types) {
    const name = 'name' in type ? type.name?.value : undefined;
    if (name !== undefined && schema.getType(name)) {
      const users = builtins.usersOf(name).map((each) => `${each}: false`);
      throw clashError(`The type ${name} is one of graphql-pusher's own`, users);
    }
    definitions.push(type);
  }
  for (const { operation, type } of builtins.roots) {
    // By what it is for: a root type may have any name.
    const root = schema.getRootType(operation);
    if (!root) {
      // A type of the user's may have the name: a billing plan's `Subscription`.
      const own = type.name.value;
      const value = schema.getType(own) ? `Pusher${own}` : own;
      definitions.push({ ...type, name: { kind: Kind.NAME, value } }, rootTypeExtension(operation, value));
      continue;
    }
    const clash = type.fields?.find((field) => root.getFields()[field.name.value])?.name.value;
    if (clash !== undefined) {
      throw clashError(`${root.name}.${clash} is one of graphql-pusher's own operations`, [
        `${clash}: false`,
      ]);
    }
    const name = { kind: Kind.NAME, value: root.name } as const;
    definitions.push({ ...type, kind: Kind.OBJECT_TYPE_EXTENSION, name } as ObjectTypeExtensionNode);
  }
  // A schema that was made elsewhere may know @channel by its extensions only.
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
    `${what}: give yours another name, or turn ours off with the option builtins: { ${off.join(', ')} }.`,
  );
}
