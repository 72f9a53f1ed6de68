import type { ServerResponse } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { parseInput, subscribeRequestInput } from '../builtins/index.ts';
import {
  asGraphQLError,
  type CompatDialect,
  type Engine,
  GatewayError,
  gatewayErrorIn,
  type SubscriptionRequest,
  type Viewer,
} from '../core/index.ts';
import { queryParameters, type SubscriptionDialect } from '../gateway/index.ts';
import type { Authenticate } from '../jwt/index.ts';
import type { RateLimits } from '../security/index.ts';
import { createRequestBudgets } from './request-budgets.ts';

type Context = YogaInitialContext & {
  viewer: Viewer | undefined;
  /** Present behind Node's HTTP server. */
  res?: ServerResponse;
};

/** Of a request that wants to be answered in another dialect than the gateway's own. */
export const dialectHeader = 'x-subscription-dialect';

/** Of the response to graphql-ruby's clients. */
export const subscriptionIdHeader = 'X-Subscription-ID';

interface Collaborators {
  readonly rateLimits: RateLimits;
  readonly authenticate: Authenticate;
}

/** Hands subscriptions to the engine: over Pusher when the request says so, else over server-sent events. */
export function usePusherSubscriptions(
  engine: Engine,
  standard: SubscriptionDialect,
  { rateLimits, authenticate }: Collaborators,
): Plugin {
  const budgets = createRequestBudgets();

  async function start({ document, operationName, variableValues, contextValue }: ExecutionArgs) {
    const { params, request, viewer, res } = contextValue as Context;
    await rateLimits.take('subscribe', { viewer, request });
    const asked: SubscriptionRequest = {
      document,
      operationName: operationName ?? undefined,
      variables: variableValues ?? undefined,
      viewer,
      rateLimitKey: rateLimits.rateLimitKeyOf({ viewer, request }),
    };
    const pusher: unknown = params.extensions?.pusher;
    if (pusher !== undefined) {
      const input = parseInput(subscribeRequestInput, pusher, ['extensions', 'pusher']);
      const budget = budgets.of(request, res);
      return { data: null, extensions: { pusher: await engine.subscribe(asked, { ...input, budget }) } };
    }
    // GraphiQL of any gateway takes events, whatever its other clients are.
    if (request.headers.get('accept')?.includes('text/event-stream'))
      return engine.streamResults({
        ...asked,
        viewerNow: async () => authenticate(request, queryParameters(request)),
      });
    const dialect = dialectOf(request, standard);
    if (dialect !== 'native') {
      const { channel, responseKey } = await engine.subscribeCompat(asked, dialect);
      return answerIn[dialect](channel, responseKey);
    }
    throw new GatewayError(
      'BAD_USER_INPUT',
      'A subscription needs extensions.pusher.socketId (the id of your Pusher connection), or "Accept: text/event-stream".',
    );
  }

  return {
    onResponse({ request }) {
      budgets.answered(request);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs): Promise<ExecutionResult | AsyncIterable<unknown>> => {
        try {
          return await start(args);
        } catch (error) {
          const known = gatewayErrorIn(error);
          if (!known) throw error;
          return { errors: [asGraphQLError(known)] };
        }
      });
    },
  };
}

/** What each peer's client expects to read. It then joins the channel with an `auth` from the REST twin. */
const answerIn: Readonly<Record<CompatDialect, (channel: string, responseKey: string) => ExecutionResult>> = {
  'graphql-ruby': (channel) => ({
    data: {},
    extensions: { http: { headers: { [subscriptionIdHeader]: channel } } },
  }),
  lighthouse: (channel, responseKey) => ({
    data: { [responseKey]: null },
    extensions: { lighthouse_subscriptions: { version: 1, channel } },
  }),
};

function dialectOf(request: Request, standard: SubscriptionDialect): SubscriptionDialect {
  const named = request.headers.get(dialectHeader);
  if (named === null) return standard;
  if (named === 'native' || named === 'graphql-ruby' || named === 'lighthouse') return named;
  throw new GatewayError('BAD_USER_INPUT', `${dialectHeader} is native, graphql-ruby or lighthouse.`);
}
