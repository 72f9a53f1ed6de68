/** Counts what happened, by name, for the summary. */
export interface Tally {
  count(what: string, by?: number): void;
  of(what: string): number;
  readonly all: ReadonlyMap<string, number>;
}

export function createTally(): Tally {
  const all = new Map<string, number>();
  return {
    all,
    of: (what) => all.get(what) ?? 0,
    count: (what, by = 1) => void all.set(what, (all.get(what) ?? 0) + by),
  };
}
