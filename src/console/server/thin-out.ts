/** At most so many of the values, in rising order, chosen evenly so that the lowest and the highest stay. */
export function thinOut(values: readonly number[], most: number): number[] {
  const sorted = values.toSorted((one, other) => one - other);
  if (sorted.length <= most) return sorted;
  return Array.from({ length: most }, (_, index) => {
    const place = Math.round((index * (sorted.length - 1)) / (most - 1));
    return sorted[place] ?? 0;
  });
}
