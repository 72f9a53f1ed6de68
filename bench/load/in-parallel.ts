/** Does something for each item, with so many under way at once; answers what came of each, in order. */
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
