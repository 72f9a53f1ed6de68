import {
  type DefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  OperationTypeNode,
  parse,
  visit,
} from 'graphql';
import type { MutationResolvers, QueryResolvers, SubscriptionResolvers } from './generated/resolvers.ts';
import { builtinTypeDefs } from './generated/type-defs.ts';

/** The built-in operations: fields of `Query`, `Mutation` and `Subscription`. */
export type BuiltinName = keyof QueryResolvers | keyof MutationResolvers | keyof SubscriptionResolvers;

/**
 * Which built-in operations the schema has. All are there unless they are turned off, one by one or, by `false`,
 * together; types that only they use go with them.
 *
 * @example { trigger: false, triggerBatch: false }
 */
export type Builtins = false | { readonly [Name in BuiltinName]?: boolean };

/** Definitions of those built-in operations that are turned on. */
export interface BuiltinFields {
  readonly roots: readonly {
    readonly operation: OperationTypeNode;
    readonly type: ObjectTypeDefinitionNode;
  }[];
  /** What the fields use. */
  readonly types: readonly DefinitionNode[];
  readonly names: ReadonlySet<string>;
  /** Fields of `Subscription`. */
  readonly subscriptions: ReadonlySet<string>;
  /** The built-in operations that need a type. */
  usersOf(type: string): string[];
}

const operationOf: Readonly<Record<string, OperationTypeNode>> = {
  Query: OperationTypeNode.QUERY,
  Mutation: OperationTypeNode.MUTATION,
  Subscription: OperationTypeNode.SUBSCRIPTION,
};

/** Throws for the name of an operation that is not there. */
export function selectBuiltins(builtins: Builtins = {}): BuiltinFields {
  const types = new Map<string, DefinitionNode>();
  const all: { operation: OperationTypeNode; type: ObjectTypeDefinitionNode }[] = [];
  for (const definition of parse(builtinTypeDefs, { noLocation: true }).definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const operation = operationOf[definition.name.value];
    if (operation && definition.kind === Kind.OBJECT_TYPE_DEFINITION)
      all.push({ operation, type: definition });
    else types.set(definition.name.value, definition);
  }
  const known = new Set(all.flatMap(({ type }) => namesOf(type)));
  const unknown = Object.keys(builtins || {}).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(
      `builtins.${unknown} is none of the built-in operations: ${[...known].sort().join(', ')}.`,
    );
  }

  const isOn = (name: string): boolean => builtins !== false && builtins[name as BuiltinName] !== false;
  const roots = all.flatMap(({ operation, type }) => {
    const fields = type.fields?.filter(({ name }) => isOn(name.value)) ?? [];
    return fields.length > 0 ? [{ operation, type: { ...type, fields } }] : [];
  });
  const needsOf = new Map(
    roots.flatMap(({ type }) =>
      (type.fields ?? []).map((field): [string, ReadonlySet<string>] => [
        field.name.value,
        typesReachedFrom(field, types),
      ]),
    ),
  );
  const needed = new Set([...needsOf.values()].flatMap((each) => [...each]));
  return {
    roots,
    types: [...types].flatMap(([name, definition]) => (needed.has(name) ? [definition] : [])),
    names: new Set(needsOf.keys()),
    subscriptions: new Set(
      roots.flatMap(({ operation, type }) =>
        operation === OperationTypeNode.SUBSCRIPTION ? namesOf(type) : [],
      ),
    ),
    usersOf: (type) => [...needsOf].flatMap(([name, needs]) => (needs.has(type) ? [name] : [])),
  };
}

function namesOf({ fields = [] }: ObjectTypeDefinitionNode): string[] {
  return fields.map(({ name }) => name.value);
}

function typesReachedFrom(
  start: Parameters<typeof visit>[0],
  types: ReadonlyMap<string, DefinitionNode>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const look = (node: Parameters<typeof visit>[0]): void => {
    visit(node, {
      NamedType: ({ name }) => {
        const definition = types.get(name.value);
        if (!definition || reached.has(name.value)) return;
        reached.add(name.value);
        look(definition);
      },
    });
  };
  look(start);
  return reached;
}
