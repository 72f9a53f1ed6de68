import type { ChannelWatch } from '../../builtins/index.ts';
import { type Engine, gatewayErrorIn, type Transport } from '../../core/index.ts';
import type { Authenticate } from '../../jwt/index.ts';
import type { RateLimits } from '../../security/index.ts';

/** A REST twin: takes the request and its body, answers what becomes the JSON of the response. */
export type Endpoint = (request: Request, body: string) => Promise<unknown>;

/** The collaborators of the REST twins. */
export interface EndpointOptions {
  readonly engine: Engine;
  readonly transport: Transport;
  readonly authenticate: Authenticate;
  readonly watch: ChannelWatch;
  readonly rateLimits: RateLimits;
  /** Ms since 1970. */
  now(): number;
  /** Bytes of a request. */
  readonly maxRequestBytes: number;
  /** Throws for a request that another origin's page has forged in its visitor's name. */
  refuseForged(request: Request): void;
  /** Of the request that is being answered. */
  requestId(): string | undefined;
  readonly onError: (error: unknown, where: string) => void;
}

/** A failure in HTTP's words. */
export interface RestError {
  readonly status: number;
  readonly error: string;
  readonly code: string;
  /** In seconds. */
  readonly retryAfter?: number;
  /** By which a failure of ours is found in the log. */
  readonly requestId?: string;
}

/** A failure in HTTP's words. What its caller may not see is reported. */
export function asRestError(
  error: unknown,
  { report, requestId }: { report: (error: unknown) => void; requestId: string | undefined },
): RestError {
  const known = gatewayErrorIn(error);
  if (!known) report(error);
  const status = known?.status ?? 500;
  const retryAfter = known?.facts.retryAfter;
  return {
    status,
    error: known?.message ?? 'Unexpected error.',
    code: known?.code ?? 'INTERNAL_SERVER_ERROR',
    ...(typeof retryAfter === 'number' ? { retryAfter: Math.ceil(retryAfter / 1000) } : {}),
    ...(status >= 500 && requestId !== undefined ? { requestId } : {}),
  };
}
