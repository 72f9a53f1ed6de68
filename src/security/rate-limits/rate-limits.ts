import { type CountRate, GatewayError, type RateCounters, type Viewer } from '../../core/index.ts';
import { checkTrustedProxy, clientAddress, type TrustedProxy } from './client-address.ts';

/** What is counted: subscriptions asked for, channels and users authorized, events sent by hand, tokens refused. */
export type Limited = 'subscribe' | 'authorize' | 'trigger' | 'authenticate';

/** How often within a minute. */
export interface RateLimit {
  /** One viewer, over all addresses. */
  readonly viewer?: number;
  /** One address, over all viewers: with room for many people behind one. Where the address is not known: no limit. */
  readonly address?: number;
}

/** Bounds on what anybody may ask for. */
export interface RateLimitOptions {
  /** Subscriptions, at first and at each reconnect. Default: 6,000 a viewer, 60,000 an address. */
  readonly subscribe?: RateLimit;
  /** Channels and sign-ins, by mutation or REST. Default: 6,000 a viewer, 60,000 an address. */
  readonly authorize?: RateLimit;
  /** Events of `trigger`, `triggerBatch` and `sendToUser`. What trusted backends `publish` is not counted. Default: 6,000 a viewer, 60,000 an address. */
  readonly trigger?: RateLimit;
  /** Tokens that are refused; those that are accepted are not counted, and never refused for the others. Default: 600 an address. */
  readonly authenticate?: Pick<RateLimit, 'address'>;
  /** Default: those of the store, if it has any, and else this process's own. */
  readonly counters?: RateCounters;
}

/** Who does something. */
export interface Actor {
  readonly viewer: Viewer | undefined;
  readonly request: Request;
}

export interface RateLimits {
  /**
   * Counts for viewer and address.
   * @throws {GatewayError} `RATE_LIMITED`, with the time to come back.
   */
  take(what: Limited, actor: Actor, times?: number): Promise<void>;
  /** Whoever asks, for counting: the viewer, or else the address. */
  rateLimitKeyOf(actor: Actor): string | undefined;
}

const minute = 60;
const standard: Required<RateLimit> = { viewer: 6_000, address: 60_000 };
/** Beyond what the people behind one address come to when all of their tokens expire. */
const refusedTokens = 600;

const complaints: Readonly<Record<Limited, string>> = {
  subscribe: 'Too many subscriptions: come back later.',
  authorize: 'Too many channels and sign-ins: come back later.',
  trigger: 'Too many events: come back later.',
  authenticate: 'Too many tokens from here were not accepted, and this one is not: come back later.',
};

/** @throws {Error} for a `trustedProxy` that names no address. */
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
    const usual = what === 'authenticate' ? { ...standard, address: refusedTokens } : standard;
    const { viewer, address } = { ...usual, ...limits[what] };
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
      throw new GatewayError('RATE_LIMITED', complaints[what], { facts: { retryAfter } });
    },
  };
}
