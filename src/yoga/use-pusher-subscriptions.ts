import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { type Engine, GatewayError, type SubscriptionRequest, type Viewer } from '../core/index.ts';
import { asGraphQLError, gatewayErrorIn } from './graphql-error.ts';
import { parseInput, subscribeRequestInput } from './input.ts';

type Context = YogaInitialContext & { viewer: Viewer | undefined };

/** Hands subscriptions to the engine: over Pusher when the request says so, else over server-sent events. */
export function usePusherSubscriptions(engine: Engine): Plugin {
  async function start({ document, operationName, variableValues, contextValue }: ExecutionArgs) {
    const { params, request, viewer } = contextValue as Context;
    const asked: SubscriptionRequest = {
      document,
      operationName: operationName ?? undefined,
      variables: variableValues ?? undefined,
      viewer,
    };
    const pusher: unknown = params.extensions?.pusher;
    if (pusher !== undefined) {
      const input = parseInput(subscribeRequestInput, pusher, ['extensions', 'pusher']);
      return { data: null, extensions: { pusher: await engine.subscribe(asked, input) } };
    }
    if (request.headers.get('accept')?.includes('text/event-stream')) return engine.follow(asked);
    throw new GatewayError(
      'BAD_USER_INPUT',
      'A subscription needs extensions.pusher.socketId (the id of your Pusher connection), or "Accept: text/event-stream".',
    );
  }

  return {
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
