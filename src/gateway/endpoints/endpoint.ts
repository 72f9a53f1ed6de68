import type { ChannelWatch } from '../../builtins/index.ts';
import { type Engine, gatewayErrorIn, type Transport } from '../../core/index.ts';
import type { Authenticate } from '../../jwt/index.ts';
import type { RateLimits } from '../../security/index.ts';

/** A REST endpoint: receives the request and its body, resolves to the JSON of the response. */
export type Endpoint = (request: Request, body: string) => Promise<unknown>;

/** The collaborators of the REST endpoints. */
export interface EndpointOptions {
  readonly engine: Engine;
  readonly transport: Transport;
  readonly authenticate: Authenticate;
  readonly watch: ChannelWatch;
  readonly rateLimits: RateLimits;
  /** Ms since 1970. */
  now(): number;
  /** Maximum size of a request body, in bytes. */
  readonly maxRequestBytes: number;
  /** Throws `FORBIDDEN` for a cross-site request forgery. */
  rejectForged(request: Request): void;
  /** The id of the current request. */
  requestId(): string | undefined;
  readonly onError: (error: unknown, where: string) => void;
}

/** An error as an HTTP status and a JSON body. */
export interface RestError {
  readonly status: number;
  readonly error: string;
  readonly code: string;
  /** In seconds. */
  readonly retryAfter?: number;
  /** Identifies an internal error in the log. */
  readonly requestId?: string;
}

/** Converts an error to an HTTP status and body. Masks and reports unexpected errors. */
export function asRestError(
  error: unknown,
  { report, requestId }: { report: (error: unknown) => void; requestId: string | undefined },
): RestError {
  const expected = gatewayErrorIn(error);
  if (!expected) report(error);
  const status = expected?.status ?? 500;
  const retryAfter = expected?.facts.retryAfter;
  return {
    status,
    error: expected?.message ?? 'Unexpected error.',
    code: expected?.code ?? 'INTERNAL_SERVER_ERROR',
    ...(typeof retryAfter === 'number' ? { retryAfter: Math.ceil(retryAfter / 1000) } : {}),
    ...(status >= 500 && requestId !== undefined ? { requestId } : {}),
  };
}
