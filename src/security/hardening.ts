import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { Store } from '../core/index.ts';
import {
  defaultOperationLimits,
  type OperationLimits,
  useFewErrors,
  useNoIntrospection,
  useOperationLimits,
  useShallowDocuments,
  useShortMessages,
} from './documents/index.ts';
import {
  createMemoryCounters,
  createRateLimits,
  type RateLimitOptions,
  type RateLimits,
  type TrustedProxy,
} from './rate-limits/index.ts';
import {
  type Cors,
  createCors,
  createRequestScopes,
  type RequestScopes,
  refuseForged,
  requestIdHeader,
  trustsOrigin,
  useReadableRequests,
} from './requests/index.ts';
import { useBoundedVariables, useExactNumbers } from './variables/index.ts';

/** What a gateway takes from whom. The defaults are safe. */
export interface HardeningOptions {
  /** Of browsers. Default: any origin, without cookies. Whoever signs in by a cookie names the origins. */
  readonly cors?: Cors;
  /** How large a document may be, or `false` for any. See {@link OperationLimits} for the defaults. */
  readonly operationLimits?: Partial<OperationLimits> | false;
  /** Whether the schema may be asked for. Default true. Without it GraphiQL is not served either, unless asked for. */
  readonly introspection?: boolean;
  /** Bytes of a request. Default 1 MiB. */
  readonly maxRequestBytes?: number;
  /** How often anybody may subscribe, have channels authorized and trigger events; `false` for as often as they want. */
  readonly rateLimits?: RateLimitOptions | false;
  /**
   * Names the address of clients. Default: the socket's own, which is a proxy's where one stands in front. A request
   * whose header names no address counts for its socket.
   */
  readonly trustedProxy?: TrustedProxy;
}

/** What stands between the network and the gateway. */
export interface Hardening {
  readonly scopes: RequestScopes;
  readonly cors: ReturnType<typeof createCors>;
  readonly maxRequestBytes: number;
  /** Throws `FORBIDDEN` for a request that another origin's page has forged in its visitor's name. */
  refuseForged(request: Request): void;
  readonly plugins: readonly Plugin[];
  readonly rateLimits: RateLimits;
}

interface Collaborators {
  /** Those that pages of other origins may read, too. */
  readonly exposedHeaders: readonly string[];
  onError(error: unknown, where: string): void;
}

export function createHardening(
  options: HardeningOptions & { readonly newId?: () => string; readonly store: Pick<Store, 'rateCounters'> },
  { exposedHeaders, onError }: Collaborators,
): Hardening {
  const { rateLimits = {}, trustedProxy: proxy, store } = options;
  const counters =
    (rateLimits === false ? undefined : rateLimits.counters) ?? store.rateCounters ?? createMemoryCounters();
  const {
    operationLimits,
    introspection = true,
    maxRequestBytes = 1024 * 1024,
    newId = randomUUID,
  } = options;
  const limits = operationLimits === false ? undefined : { ...defaultOperationLimits, ...operationLimits };
  const maxValues = limits?.values ?? Number.POSITIVE_INFINITY;
  const scopes = createRequestScopes(newId);
  const cors = createCors(options.cors, [...exposedHeaders, requestIdHeader], onError);
  const refuse = (request: Request): void => refuseForged(request, () => trustsOrigin(cors, request));

  return {
    scopes,
    cors,
    maxRequestBytes,
    refuseForged: refuse,
    rateLimits: createRateLimits(rateLimits, {
      counters,
      proxy,
      socketAddress: () => scopes.current()?.address,
    }),
    plugins: [
      {
        onRequestParse: ({ request }) => refuse(request),
        onResponse({ response }) {
          const id = scopes.current()?.id;
          if (id !== undefined) response.headers.set(requestIdHeader, id);
        },
      },
      // Reads the text that has been bounded before.
      useExactNumbers(),
      useReadableRequests(maxValues),
      useBoundedVariables(maxValues),
      ...(limits ? [useOperationLimits(limits)] : []),
      useFewErrors(),
      useShallowDocuments(),
      // Before any pattern sees a message.
      useShortMessages(),
      ...(introspection ? [] : [useNoIntrospection()]),
    ],
  };
}
