import type { ExecutionResult } from '../client/index.ts';

type SerializedErrors = NonNullable<ExecutionResult['errors']>;

/**
 * The error that ended a subscription, or the errors in a result.
 *
 * @example
 * if (error?.code === 'UNAUTHENTICATED') return <SignIn />;
 * if (error) return <p role="alert">{error.message}</p>;
 */
export class SubscriptionError extends Error {
  override readonly name = 'SubscriptionError';
  /** The server's errors. Empty when the client could not reach the server or Pusher; `cause` has the reason then. */
  readonly errors: SerializedErrors;

  /** `cause` is the value that a sink's `error` receives. */
  constructor(cause: unknown) {
    const errors = Array.isArray(cause) ? (cause as SerializedErrors) : [];
    const messages = errors.length > 0 ? errors.map(({ message }) => message).join('\n') : messageOf(cause);
    super(messages, { cause });
    this.errors = errors;
  }

  /** `extensions.code` of the first error, such as `FORBIDDEN`. */
  get code(): string | undefined {
    const code = this.errors[0]?.extensions?.code;
    return typeof code === 'string' ? code : undefined;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
