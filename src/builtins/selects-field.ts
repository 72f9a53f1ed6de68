import { type GraphQLResolveInfo, visit } from 'graphql';

/** Whether the document asks for a field of this name anywhere below the field that is being resolved. */
export function selectsField(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  name: string,
): boolean {
  let found = false;
  const seen = new Set<string>();
  const look = (node: Parameters<typeof visit>[0]): void => {
    visit(node, {
      Field: (field) => {
        found ||= field.name.value === name;
      },
      FragmentSpread: (spread) => {
        const fragment = fragments[spread.name.value];
        if (!fragment || seen.has(spread.name.value)) return;
        seen.add(spread.name.value);
        look(fragment.selectionSet);
      },
    });
  };
  for (const { selectionSet } of fieldNodes) if (selectionSet) look(selectionSet);
  return found;
}
