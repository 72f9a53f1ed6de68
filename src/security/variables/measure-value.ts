/** What a JSON value comes to. */
export interface ValueMeasure {
  /** Lists and objects inside of each other. */
  readonly levels: number;
  /** Everything in it: lists, objects and what they hold. */
  readonly values: number;
}

/**
 * Measures a value, without recursion and only until one of the limits is passed: what was counted by then is enough to
 * reject the value.
 */
export function measureValue(value: unknown, limits: ValueMeasure): ValueMeasure {
  let [levels, values] = [0, 1];
  let level = [value].filter(isNested);
  while (level.length > 0 && ++levels <= limits.levels) {
    const below: object[] = [];
    for (const each of level) {
      // A list may be longer than what it holds: the `map` of a multipart form can name any index.
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
