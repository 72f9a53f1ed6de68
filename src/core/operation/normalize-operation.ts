import {
  type ArgumentNode,
  BREAK,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  print,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { argumentValue } from '../schema/index.ts';
import { canonicalJson } from '../values/index.ts';

interface Printed {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly text: string;
}

/** What was last asked of each document. A parser's cache hands out the same one for as long as clients send it. */
const lastPrinted = new WeakMap<DocumentNode, Printed>();

/** The text of {@link normalizeOperation}. */
export function printNormalized(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string {
  const last = lastPrinted.get(document);
  if (last?.schema === schema && last.operation === operation) return last.text;
  const text = print(normalizeOperation(schema, document, operation));
  lastPrinted.set(document, { schema, operation, text });
  return text;
}

/**
 * One text for all documents that mean the same: only what the operation uses, in one order, without comments,
 * descriptions and arguments that repeat the schema's default. Aliases and the order of fields stay, since they shape
 * the result. So do the defaults of variables: some are not stored in another way.
 *
 * The document must be valid.
 */
export function normalizeOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode {
  const fragments = fragmentsOf(document, operation);
  const typeInfo = new TypeInfo(schema);
  return visit(
    { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] } satisfies DocumentNode,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition: {
        leave: (node) => ({
          ...withoutDescription(node),
          variableDefinitions: sorted(node.variableDefinitions ?? [], (each) => each.variable.name.value),
        }),
      },
      FragmentDefinition: { leave: (node) => withoutDescription(node) },
      VariableDefinition: { leave: (node) => withoutDescription(node) },
      Argument: {
        enter: (node) => (repeatsDefault(node, typeInfo) ? null : undefined),
      },
      Field: {
        leave: (node) => ({ ...node, arguments: sorted(node.arguments ?? [], (each) => each.name.value) }),
      },
      Directive: {
        leave: (node) => ({ ...node, arguments: sorted(node.arguments ?? [], (each) => each.name.value) }),
      },
      ObjectValue: { leave: (node) => ({ ...node, fields: sorted(node.fields, (each) => each.name.value) }) },
      StringValue: { leave: ({ block: _sameMeaning, ...node }) => node },
    }),
  );
}

function repeatsDefault(node: ArgumentNode, typeInfo: TypeInfo): boolean {
  // Only a field's: a default of a directive is not ours to know.
  if (typeInfo.getDirective()) return false;
  const argument = typeInfo.getArgument();
  if (!argument || isRequiredArgument(argument) || hasVariable(node.value)) return false;
  // By value: a scalar may read the literal in the document otherwise than the one in the schema.
  const standard = canonicalJson(argumentValue(argument));
  const given = canonicalJson(argumentValue(argument, node));
  return standard !== undefined && standard === given;
}

function hasVariable(node: ValueNode): boolean {
  let found = false;
  visit(node, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}

/** The fragments that the operation reaches, by name. */
function fragmentsOf(document: DocumentNode, operation: OperationDefinitionNode): FragmentDefinitionNode[] {
  const byName = new Map(
    document.definitions.flatMap((each): [string, FragmentDefinitionNode][] =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
  const reached = new Map<string, FragmentDefinitionNode>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = byName.get(name.value);
        if (!fragment || reached.has(name.value)) return;
        reached.set(name.value, fragment);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return sorted([...reached.values()], (each) => each.name.value);
}

function withoutDescription<Node extends object>(node: Node): Node {
  // graphql 17 knows descriptions on executable definitions; they say nothing about the result.
  const { description: _commentary, ...rest } = node as Node & { description?: unknown };
  return rest as Node;
}

/** By code unit, so that every machine agrees. */
function sorted<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}
