import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CoercedVariables } from '../values/index.ts';

/** The fields that a valid subscription selects at its root: one, unless `@skip` or `@include` left it out. */
export function rootFieldsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { forGraphQL }: CoercedVariables,
): FieldNode[] {
  const fragments = new Map(
    document.definitions.flatMap((each): [string, FragmentDefinitionNode][] =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
  const collect = (selectionSet: SelectionSetNode): FieldNode[] =>
    selectionSet.selections.flatMap((selection) => {
      if (getDirectiveValues(GraphQLSkipDirective, selection, forGraphQL)?.if === true) return [];
      if (getDirectiveValues(GraphQLIncludeDirective, selection, forGraphQL)?.if === false) return [];
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment ? collect(fragment.selectionSet) : [];
    });
  return collect(operation.selectionSet);
}

/** The `resolve` of subscription fields without their own: an event is the value of the field. */
export function resolveToEvent(event: unknown): unknown {
  return event;
}

/** One argument as a resolver has it, by a node without variables, or by its default. */
export function argumentValue(argument: GraphQLArgument, node?: ArgumentNode): unknown {
  const field = { args: [argument] } as unknown as GraphQLField<unknown, unknown>;
  return getArgumentValues(field, { arguments: node ? [node] : [] } as unknown as FieldNode)[argument.name];
}

/** The arguments of a root field, as its resolver will have them. Throws a GraphQLError when one cannot be used. */
export function rootArguments(
  schema: GraphQLSchema,
  node: FieldNode,
  { forGraphQL }: CoercedVariables,
): Record<string, unknown> {
  const field = schema.getSubscriptionType()?.getFields()[node.name.value];
  return field ? getArgumentValues(field, node, forGraphQL) : {};
}
