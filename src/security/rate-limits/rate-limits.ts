import { type CountRate, GatewayError, type RateCounters, type Viewer } from '../../core/index.ts';
import { checkTrustedProxy, clientAddress, type TrustedProxy } from './client-address.ts';

/** The limited actions: subscribe, authorize channels and users, trigger events, fail to authenticate. */
export type Limited = 'subscribe' | 'authorize' | 'trigger' | 'authenticate';

/** Maximum number of actions per minute. */
export interface RateLimit {
  /** Per viewer, from any address. */
  readonly viewer?: number;
  /** Per address, for all viewers. Many people may share an address. No limit if the address is unknown. */
  readonly address?: number;
}

/** Rate limits of requests. */
export interface RateLimitOptions {
  /** Subscribe requests, including those after a reconnect. Default: 6,000 per viewer, 60,000 per address. */
  readonly subscribe?: RateLimit;
  /** Authorized channels and sign-ins, by mutation or REST. Default: 6,000 per viewer, 60,000 per address. */
  readonly authorize?: RateLimit;
  /**
   * Events of `trigger`, `triggerBatch` and `sendToUser`. Calls of `publish` by trusted backends do not count. Default:
   * 6,000 per viewer, 60,000 per address.
   */
  readonly trigger?: RateLimit;
  /**
   * Rejected tokens. Accepted tokens do not count, and the limit never blocks them. Default: 600 per address.
   */
  readonly authenticate?: Pick<RateLimit, 'address'>;
  /** Default: the store's counters if it has any, otherwise counters in this process. */
  readonly counters?: RateCounters;
}

/** The viewer and the request that a limit applies to. */
export interface Actor {
  readonly viewer: Viewer | undefined;
  readonly request: Request;
}

export interface RateLimits {
  /**
   * Counts an action for its viewer and its address.
   * @throws {GatewayError} `RATE_LIMITED` if a limit is exceeded, with the time until the next attempt.
   */
  take(what: Limited, actor: Actor, times?: number): Promise<void>;
  /** The key that quotas count by: the viewer, or the address of an anonymous client. */
  rateLimitKeyOf(actor: Actor): string | undefined;
}

const minute = 60;
const defaultLimit: Required<RateLimit> = { viewer: 6_000, address: 60_000 };
/** More than the people behind one address need when all of their tokens expire. */
const rejectedTokens = 600;

const messages: Readonly<Record<Limited, string>> = {
  subscribe: 'Too many subscribe requests. Retry after the time in `retryAfter`.',
  authorize: 'Too many authorizations. Retry after the time in `retryAfter`.',
  trigger: 'Too many events. Retry after the time in `retryAfter`.',
  authenticate:
    'Too many failed authentication attempts from this address. Retry after the time in `retryAfter`.',
};

/** @throws {Error} if `trustedProxy` is invalid. */
export function createRateLimits(
  limits: RateLimitOptions | false,
  {
    counters,
    proxy,
    socketAddress,
  }: {
    counters: RateCounters;
    proxy: TrustedProxy | undefined;
    socketAddress: () => string | undefined;
  },
): RateLimits {
  if (proxy) checkTrustedProxy(proxy);
  const addressOf = (request: Request): string | undefined => clientAddress(request, socketAddress(), proxy);
  const rateLimitKeyOf = ({ viewer, request }: Actor): string | undefined => {
    if (viewer) return `viewer ${viewer.id}`;
    const address = addressOf(request);
    return address === undefined ? undefined : `address ${address}`;
  };
  if (limits === false) return { take: async () => undefined, rateLimitKeyOf };

  const counterOf = (what: Limited): Record<keyof RateLimit, CountRate> => {
    const defaults = what === 'authenticate' ? { ...defaultLimit, address: rejectedTokens } : defaultLimit;
    const { viewer, address } = { ...defaults, ...limits[what] };
    return {
      viewer: counters.counter(`${what}-viewer`, { times: viewer, seconds: minute }),
      address: counters.counter(`${what}-address`, { times: address, seconds: minute }),
    };
  };
  const countersOf: Readonly<Record<Limited, Record<keyof RateLimit, CountRate>>> = {
    subscribe: counterOf('subscribe'),
    authorize: counterOf('authorize'),
    trigger: counterOf('trigger'),
    authenticate: counterOf('authenticate'),
  };

  return {
    rateLimitKeyOf,
    async take(what, { viewer, request }, times = 1) {
      const address = addressOf(request);
      const waits = await Promise.all([
        viewer && countersOf[what].viewer(viewer.id, times),
        address === undefined ? undefined : countersOf[what].address(address, times),
      ]);
      const retryAfter = Math.max(...waits.map((each) => each ?? 0));
      if (retryAfter === 0) return;
      throw new GatewayError('RATE_LIMITED', messages[what], { facts: { retryAfter } });
    },
  };
}
