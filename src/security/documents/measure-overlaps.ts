import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode, visit } from 'graphql';

/** The cost of comparing two fragments, relative to two fields. */
const fragmentWeight = 3;

/** The fragments of a document by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(
    document.definitions.flatMap((each): [string, FragmentDefinitionNode][] =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
}

/**
 * The number of comparisons that graphql makes to find conflicting fields: each pair of fields with the same response
 * name, on every level, and each pair of fragments. It grows with the square of the document's size. Stops counting when
 * the limit is exceeded. The fragments must not form a cycle.
 */
export function countComparisons(document: DocumentNode, fragments: Fragments, limit: number): number {
  let comparisons = 0;
  // graphql compares two fragments once, even if they meet on several levels.
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

/** The name of a fragment that spreads itself, directly or through other fragments. */
export function selfSpreadingFragment(fragments: Fragments): string | undefined {
  const done = new Set<string>();
  const path = new Set<string>();
  const find = (name: string): string | undefined => {
    if (path.has(name)) return name;
    const fragment = done.has(name) ? undefined : fragments.get(name);
    if (!fragment) return undefined;
    path.add(name);
    const spreads = new Set<string>();
    visit(fragment, { FragmentSpread: (node) => void spreads.add(node.name.value) });
    for (const each of spreads) {
      const found = find(each);
      if (found !== undefined) return found;
    }
    path.delete(name);
    done.add(name);
    return undefined;
  };
  for (const name of fragments.keys()) {
    const found = find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
