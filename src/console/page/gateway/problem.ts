/** Why the gateway did not do what it was asked. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** `extensions.code` of the first error; `undefined` when the gateway could not be reached. */
  readonly code: string | undefined;

  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether another token may help. */
export function needsToken(problem: Problem | undefined): boolean {
  return problem?.code === 'UNAUTHENTICATED' || problem?.code === 'FORBIDDEN';
}
