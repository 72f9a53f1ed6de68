/** How large a GraphQL document and its variables may be. What is larger is rejected before any resolver runs. */
export interface OperationLimits {
  /** Words and signs of the document. Default 2,000. Past it, it is not even parsed to its end. */
  readonly tokens: number;
  /** Lines of the document. Default 2,000. graphql counts them anew for the location of each error. */
  readonly lines: number;
  /** Fields inside of fields. Default 12. Introspection does not count. */
  readonly depth: number;
  /** Aliases anywhere in the document. Default 30. */
  readonly aliases: number;
  /** Directives anywhere in the document. Default 50. */
  readonly directives: number;
  /**
   * Fields that an operation comes to when its fragments are written out, where each field inside of a list counts ten
   * times: a list is taken to have ten items. Default 10,000.
   */
  readonly cost: number;
  /**
   * Comparisons by which validation finds fields that cannot be merged, in all new documents of a request: pairs of
   * fields with one response name, and pairs of fragments on one level, which count three times. Default 20,000.
   */
  readonly comparisons: number;
  /**
   * Values in the variables of a request: each list, each object and what they hold, and for each object half of the
   * fields that its input type has. Default 50,000, and a fifth of it
   * for subscriptions. A body of JSON is not even parsed if it holds more.
   */
  readonly values: number;
}

export const defaultOperationLimits: OperationLimits = {
  tokens: 2_000,
  lines: 2_000,
  depth: 12,
  aliases: 30,
  directives: 50,
  cost: 10_000,
  comparisons: 20_000,
  values: 50_000,
};
