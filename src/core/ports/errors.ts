import { type ErrorCode, errorStatus } from '../../protocol/index.ts';

/**
 * The only error that this package throws on purpose: for an outage, for misuse, or for a request that is rejected. Its
 * message is written for the caller and is shown to the caller.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  /** Added to the GraphQL error's extensions. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; facts?: Record<string, unknown> } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.facts = options.facts ?? {};
  }

  /** The HTTP status for the code. */
  get status(): number {
    return errorStatus[this.code];
  }
}

/** The code of a {@link GatewayError}, `undefined` for any other error. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof GatewayError ? error.code : undefined;
}
