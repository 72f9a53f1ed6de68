/** Limits on a GraphQL document and its variables. A request that exceeds one is rejected before any resolver runs. */
export interface OperationLimits {
  /** Tokens of the document. Parsing stops at the limit. Default 2,000. */
  readonly tokens: number;
  /** Lines of the document. graphql counts them again for the location of each error. Default 2,000. */
  readonly lines: number;
  /** Depth of nested fields. Introspection does not count. Default 12. */
  readonly depth: number;
  /** Aliases anywhere in the document. Default 30. */
  readonly aliases: number;
  /** Directives anywhere in the document. Default 50. */
  readonly directives: number;
  /**
   * Number of fields of an operation with all fragments expanded. A field inside a list counts ten times, because a list
   * is assumed to have ten items. Default 10,000.
   */
  readonly cost: number;
  /**
   * Comparisons that validation needs to find conflicting fields, in all new documents of a request. Counts each pair of
   * fields with the same response name once, and each pair of fragments on the same level three times. Default 20,000.
   */
  readonly comparisons: number;
  /**
   * Values in the variables of a request: each list, each object and their items, plus half the number of fields of each
   * object's input type. A JSON body with more values is rejected without parsing it. Default 50,000. Subscriptions have
   * a fifth of the limit.
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
