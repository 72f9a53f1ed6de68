/** How large a GraphQL document may be. Whatever is larger is refused before any resolver runs. */
export interface OperationLimits {
  /** Words and signs of the document. Default 2,000. Past it, it is not even parsed to its end. */
  readonly tokens: number;
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
}

export const defaultOperationLimits: OperationLimits = {
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  directives: 50,
  cost: 10_000,
};
