/** A request to the gateway failed, or the gateway returned a GraphQL error. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** `extensions.code` of the first error; `undefined` if the gateway could not be reached. */
  readonly code: string | undefined;

  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Returns whether another token might be accepted. */
export function needsToken(problem: Problem | undefined): boolean {
  return problem?.code === 'UNAUTHENTICATED' || problem?.code === 'FORBIDDEN';
}
