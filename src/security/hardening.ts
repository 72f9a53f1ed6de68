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
  rejectForged,
  requestIdHeader,
  trustsOrigin,
  useReadableRequests,
} from './requests/index.ts';
import { useBoundedVariables, useExactNumbers } from './variables/index.ts';

/** Options that protect the HTTP endpoint. The defaults are safe. */
export interface HardeningOptions {
  /** Cross-origin access from browsers. Default: any origin, without cookies. If viewers authenticate by cookie, list the origins. */
  readonly cors?: Cors;
  /** Limits on documents and variables, or `false` for no limits. See {@link OperationLimits} for the defaults. */
  readonly operationLimits?: Partial<OperationLimits> | false;
  /** Whether introspection is allowed. If `false`, the default of `graphiql` is `false`, too. Default true. */
  readonly introspection?: boolean;
  /** Maximum size of a request body, in bytes. Default 1 MiB. */
  readonly maxRequestBytes?: number;
  /** Limits on subscribing, authorizing channels, triggering events and failed authentication. `false` for no limits. */
  readonly rateLimits?: RateLimitOptions | false;
  /**
   * How to find a client's address behind a proxy. Default: the address of the socket, which is the proxy's address if
   * there is one. A request without a valid address in the header counts for its socket.
   */
  readonly trustedProxy?: TrustedProxy;
}

/** The protection between the network and the gateway. */
export interface Hardening {
  readonly scopes: RequestScopes;
  readonly cors: ReturnType<typeof createCors>;
  readonly maxRequestBytes: number;
  /** Throws `FORBIDDEN` for a cross-site request forgery. */
  rejectForged(request: Request): void;
  readonly plugins: readonly Plugin[];
  readonly rateLimits: RateLimits;
}

interface Collaborators {
  /** Response headers that pages of other origins can read. */
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
  const reject = (request: Request): void => rejectForged(request, () => trustsOrigin(cors, request));

  return {
    scopes,
    cors,
    maxRequestBytes,
    rejectForged: reject,
    rateLimits: createRateLimits(rateLimits, {
      counters,
      proxy,
      socketAddress: () => scopes.current()?.address,
    }),
    plugins: [
      {
        onRequestParse: ({ request }) => reject(request),
        onResponse({ response }) {
          const id = scopes.current()?.id;
          if (id !== undefined) response.headers.set(requestIdHeader, id);
        },
      },
      // Its parser runs inside the parsers of later plugins, so it reads text whose size is already checked.
      useExactNumbers(),
      useReadableRequests(maxValues),
      useBoundedVariables(maxValues),
      ...(limits ? [useOperationLimits(limits)] : []),
      useFewErrors(),
      useShallowDocuments(),
      // Must be first, so that no regular expression runs on a long message.
      useShortMessages(),
      ...(introspection ? [] : [useNoIntrospection()]),
    ],
  };
}
