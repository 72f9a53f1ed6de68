import { type ErrorCode, errorStatus } from '../../protocol/index.ts';

/**
 * The one error that this package throws on purpose: an outage, a misuse, a refusal that ends a request.
 * Its message is meant for whoever made the request and is shown to them.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  /** Facts beside the message, added to the GraphQL error's extensions. */
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

  /** The HTTP status that fits. */
  get status(): number {
    return errorStatus[this.code];
  }
}
