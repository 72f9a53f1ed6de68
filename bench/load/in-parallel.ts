/** Calls `step` for each item, at most `atOnce` concurrently. Returns the outcomes in the order of the items. */
export async function inParallel<Item, Outcome>(
  atOnce: number,
  items: readonly Item[],
  step: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      outcomes[index] = await step(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}
