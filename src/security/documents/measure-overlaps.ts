import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode, visit } from 'graphql';

/** How much longer it takes to compare two fragments than two fields. */
const fragmentWeight = 3;

/** Fragments of a document by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(
    document.definitions.flatMap((each): [string, FragmentDefinitionNode][] =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
}

/**
 * How many comparisons graphql makes to find fields that cannot be merged: each field with each other of the same
 * response name, on every level, and each fragment with each other. It grows with the square of the document. Counts no
 * further than past the limit. The fragments must not spread themselves.
 */
export function countComparisons(document: DocumentNode, fragments: Fragments, limit: number): number {
  let comparisons = 0;
  // graphql compares two fragments once, on however many levels they meet.
  let fragmentPairs = 0;
  const total = (): number => comparisons + Math.min(fragmentPairs, pairsOf(fragments.size)) * fragmentWeight;

  function compare(sets: readonly SelectionSetNode[]): void {
    const groups = new Map<string, { fields: number; below: SelectionSetNode[] }>();
    const spread = new Set<string>();
    const collect = ({ selections }: SelectionSetNode): void => {
      comparisons += selections.length;
      if (comparisons > limit) return;
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value;
          const group = groups.get(name) ?? { fields: 0, below: [] };
          groups.set(name, group);
          group.fields++;
          if (selection.selectionSet) group.below.push(selection.selectionSet);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          collect(selection.selectionSet);
        } else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          if (fragment) collect(fragment.selectionSet);
        }
      }
    };
    for (const set of sets) collect(set);
    fragmentPairs += pairsOf(spread.size);
    for (const { fields, below } of groups.values()) {
      comparisons += pairsOf(fields);
      if (total() > limit) return;
      if (below.length > 0) compare(below);
    }
  }

  for (const definition of document.definitions) {
    if (total() > limit) break;
    if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION)
      compare([definition.selectionSet]);
  }
  return total();
}

/** The name of a fragment that spreads itself, maybe by way of others. */
export function selfSpreadingFragment(fragments: Fragments): string | undefined {
  const done = new Set<string>();
  const path = new Set<string>();
  const look = (name: string): string | undefined => {
    if (path.has(name)) return name;
    const fragment = done.has(name) ? undefined : fragments.get(name);
    if (!fragment) return undefined;
    path.add(name);
    const spreads = new Set<string>();
    visit(fragment, { FragmentSpread: (node) => void spreads.add(node.name.value) });
    for (const each of spreads) {
      const found = look(each);
      if (found !== undefined) return found;
    }
    path.delete(name);
    done.add(name);
    return undefined;
  };
  for (const name of fragments.keys()) {
    const found = look(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
