/** The size of a JSON value. */
export interface ValueMeasure {
  /** Maximum depth of nested lists and objects. */
  readonly levels: number;
  /** Number of values: lists, objects and their items. */
  readonly values: number;
}

/**
 * Measures a value without recursion. Stops when a limit is exceeded, because the count up to then is enough to reject
 * the value.
 */
export function measureValue(value: unknown, limits: ValueMeasure): ValueMeasure {
  let [levels, values] = [0, 1];
  let level = [value].filter(isNested);
  while (level.length > 0 && ++levels <= limits.levels) {
    const below: object[] = [];
    for (const each of level) {
      // A list may be sparse, because the `map` of a multipart form can set any index.
      if (Array.isArray(each) && values + each.length > limits.values)
        return { levels, values: values + each.length };
      for (const key in each) {
        if (++values > limits.values) return { levels, values };
        const inside: unknown = each[key as never];
        if (isNested(inside)) below.push(inside);
      }
    }
    level = below;
  }
  return { levels, values };
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
