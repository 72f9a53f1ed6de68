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
  /** Present if Node's HTTP server handles the request. */
  res?: ServerResponse;
};

/** Request header that selects the response format of another library. */
export const dialectHeader = 'x-subscription-dialect';

/** Response header with the channel, for graphql-ruby's clients. */
export const subscriptionIdHeader = 'X-Subscription-ID';

interface Collaborators {
  readonly rateLimits: RateLimits;
  readonly authenticate: Authenticate;
}

/** Passes subscriptions to the engine, which delivers results over Pusher or as server-sent events. */
export function usePusherSubscriptions(
  engine: Engine,
  defaultDialect: SubscriptionDialect,
  { rateLimits, authenticate }: Collaborators,
): Plugin {
  const budgets = createRequestBudgets();

  async function start({ document, operationName, variableValues, contextValue }: ExecutionArgs) {
    const { params, request, viewer, res } = contextValue as Context;
    await rateLimits.take('subscribe', { viewer, request });
    const subscription: SubscriptionRequest = {
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
      return {
        data: null,
        extensions: { pusher: await engine.subscribe(subscription, { ...input, budget }) },
      };
    }
    // GraphiQL requests server-sent events, whatever the configured dialect is.
    if (request.headers.get('accept')?.includes('text/event-stream'))
      return engine.streamResults({
        ...subscription,
        viewerNow: async () => authenticate(request, queryParameters(request)),
      });
    const dialect = dialectOf(request, defaultDialect);
    if (dialect !== 'native') {
      const { channel, responseKey } = await engine.subscribeCompat(subscription, dialect);
      return responseIn[dialect](channel, responseKey);
    }
    throw new GatewayError(
      'BAD_USER_INPUT',
      'The subscription has no transport. Send extensions.pusher.socketId (the id of your Pusher connection), or the header "Accept: text/event-stream".',
    );
  }

  return {
    onResponse({ request }) {
      budgets.responseCompleted(request);
    },
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs): Promise<ExecutionResult | AsyncIterable<unknown>> => {
        try {
          return await start(args);
        } catch (error) {
          const expected = gatewayErrorIn(error);
          if (!expected) throw error;
          return { errors: [asGraphQLError(expected)] };
        }
      });
    },
  };
}

/** The response that each library's client expects. The client then authorizes the channel at the REST endpoint. */
const responseIn: Readonly<Record<CompatDialect, (channel: string, responseKey: string) => ExecutionResult>> =
  {
    'graphql-ruby': (channel) => ({
      data: {},
      extensions: { http: { headers: { [subscriptionIdHeader]: channel } } },
    }),
    lighthouse: (channel, responseKey) => ({
      data: { [responseKey]: null },
      extensions: { lighthouse_subscriptions: { version: 1, channel } },
    }),
  };

function dialectOf(request: Request, defaultDialect: SubscriptionDialect): SubscriptionDialect {
  const named = request.headers.get(dialectHeader);
  if (named === null) return defaultDialect;
  if (named === 'native' || named === 'graphql-ruby' || named === 'lighthouse') return named;
  throw new GatewayError(
    'BAD_USER_INPUT',
    `The header ${dialectHeader} has an unknown value. Send native, graphql-ruby or lighthouse.`,
  );
}
