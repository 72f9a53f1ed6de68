import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isObjectType,
  isWrappingType,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type Fragments, fragmentsOf } from './measure-overlaps.ts';
import type { OperationLimits } from './operation-limits.ts';

/** The size of a document. `depth` and `cost` are those of its most expensive operation. */
export type DocumentMeasure = Pick<OperationLimits, 'depth' | 'aliases' | 'directives' | 'cost'>;

interface Weight {
  readonly depth: number;
  readonly cost: number;
}

/** The assumed number of items of a list. */
const listLength = 10;

const nothing: Weight = { depth: 0, cost: 0 };

/** Measures a document, valid or not, in linear time. Each fragment is weighed once, even if it is spread many times. */
export function measureDocument(schema: GraphQLSchema, document: DocumentNode): DocumentMeasure {
  let [aliases, directives] = [0, 0];
  visit(document, {
    Field: ({ alias }) => {
      if (alias) aliases++;
    },
    Directive: () => {
      directives++;
    },
  });
  const weigh = createWeigher(schema, fragmentsOf(document));
  const weights = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [weigh(definition.selectionSet, schema.getRootType(definition.operation) ?? undefined)]
      : [],
  );
  return {
    aliases,
    directives,
    depth: Math.max(0, ...weights.map(({ depth }) => depth)),
    cost: Math.max(0, ...weights.map(({ cost }) => cost)),
  };
}

function createWeigher(schema: GraphQLSchema, fragments: Fragments) {
  const known = new Map<FragmentDefinitionNode, Weight>();

  function weighSet({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): Weight {
    let [depth, cost] = [0, 0];
    for (const selection of selections) {
      const weight =
        selection.kind === Kind.FIELD
          ? weighField(selection, parent)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? weighFragment(fragments.get(selection.name.value))
            : weighSet(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent);
      depth = Math.max(depth, weight.depth);
      cost += weight.cost;
    }
    return { depth, cost };
  }

  function weighField({ name, selectionSet }: FieldNode, parent: GraphQLNamedType | undefined): Weight {
    // graphql limits introspection itself, and introspection calls no resolvers of the application.
    if (!selectionSet || name.value.startsWith('__')) return { depth: 1, cost: 1 };
    const type =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value]?.type : undefined;
    const below = weighSet(selectionSet, type && getNamedType(type));
    return { depth: below.depth + 1, cost: 1 + below.cost * listLength ** listsIn(type) };
  }

  function weighFragment(fragment: FragmentDefinitionNode | undefined): Weight {
    if (!fragment) return nothing;
    const weighed = known.get(fragment);
    if (weighed) return weighed;
    // Stops at a fragment that spreads itself. Validation reports it.
    known.set(fragment, nothing);
    const weight = weighSet(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value));
    known.set(fragment, weight);
    return weight;
  }

  function typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : schema.getType(name);
  }

  return weighSet;
}

function listsIn(type: GraphQLOutputType | undefined): number {
  let lists = 0;
  for (let each: unknown = type; isWrappingType(each); each = each.ofType) if (isListType(each)) lists++;
  return lists;
}
