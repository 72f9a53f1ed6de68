import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine, SharedViewer, TopicArguments, Viewer } from '../core/index.ts';
import {
  type AnyTopics,
  checkViewer,
  createGatewayEngine,
  type GatewayContext,
  type GatewayOptions,
  type Publish,
} from '../gateway/index.ts';
import { createHardening, limitFailedAuthentication, namesHost, requestIdHeader } from '../security/index.ts';
import { createGatewayServer } from './gateway-server.ts';
import { subscriptionIdHeader } from './use-pusher-subscriptions.ts';

/** A GraphQL server whose subscriptions are carried by Pusher. */
export interface Gateway<Topics = AnyTopics>
  extends Pick<
    Engine,
    'revoke' | 'revalidate' | 'signature' | 'sweep' | 'reconcile' | 'deadLetters' | 'settle'
  > {
  /** Answers a request: all that a serverless platform needs. */
  fetch(request: Request): Promise<Response>;
  /** Answers a request of Node's HTTP server. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Whether a path is the gateway's to answer. */
  serves(path: string): boolean;
  readonly publish: Publish<Topics>;
  /** Finishes what it is sending, and closes the store. */
  dispose(): Promise<void>;
}

/**
 * Makes a gateway from a schema, a store and a transport.
 *
 * @throws {ChannelSchemaError} when a `@channel` of the schema cannot be used, with every problem and its place.
 */
export function createGateway<Topics = AnyTopics>(options: GatewayOptions): Gateway<Topics> {
  const hardening = createHardening(options, {
    exposedHeaders: [subscriptionIdHeader, 'Retry-After'],
    onError: (error, where) => observation.onError(error, where),
  });
  const { scopes, rateLimits } = hardening;
  const requestId = (): string | undefined => scopes.current()?.id;
  const publish: Publish<Topics> = (field, args, event) =>
    engine.publish(field, args as TopicArguments, event);
  const ownContext = (viewer: Viewer | SharedViewer | undefined): GatewayContext<Topics> => ({
    viewer,
    publish,
  });
  const made = createGatewayEngine(options, { rateLimits, requestId, ownContext });
  const { engine, observation } = made;
  const yoga = createGatewayServer(options, {
    ...{ ...made, hardening, requestId, ownContext },
    authenticate: limitFailedAuthentication(
      checkViewer(options.authenticate ?? (() => undefined)),
      rateLimits,
    ),
  });
  const settle = async (): Promise<void> => {
    observation.console?.stop();
    await engine.settle();
  };

  return {
    fetch: async (request) =>
      scopes.run({ id: request.headers.get(requestIdHeader) }, () => yoga.fetch(request)),
    handle(request, response) {
      if (!namesHost(request.headers.host)) {
        response.writeHead(400).end('The header "Host" names no host.\n');
        return;
      }
      const id = [request.headers['x-request-id']].flat()[0];
      scopes.run({ id, address: request.socket.remoteAddress }, () => void yoga(request, response));
    },
    serves: (path) => /^\/(graphql|pusher|health|ready|metrics|console)(\/|\?|$)/.test(path),
    publish,
    revoke: engine.revoke,
    revalidate: engine.revalidate,
    signature: engine.signature,
    sweep: engine.sweep,
    reconcile: engine.reconcile,
    deadLetters: engine.deadLetters,
    settle,
    async dispose() {
      await settle();
      await options.store.close();
    },
  };
}
