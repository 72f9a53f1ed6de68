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
import {
  createHardening,
  isHostHeader,
  limitFailedAuthentication,
  requestIdHeader,
} from '../security/index.ts';
import { createGatewayServer } from './gateway-server.ts';
import { subscriptionIdHeader } from './use-pusher-subscriptions.ts';

/** A GraphQL server that delivers subscriptions over Pusher. */
export interface Gateway<Topics = AnyTopics>
  extends Pick<
    Engine,
    'revoke' | 'revalidate' | 'signature' | 'sweep' | 'reconcile' | 'deadLetters' | 'settle'
  > {
  /** Handles a request and resolves to its response. A serverless platform needs nothing else. */
  fetch(request: Request): Promise<Response>;
  /** Handles a request of Node's HTTP server. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Whether the gateway handles a path. */
  serves(path: string): boolean;
  readonly publish: Publish<Topics>;
  /** Waits for pending deliveries and closes the store. */
  dispose(): Promise<void>;
}

/**
 * Creates a gateway from a schema, a store and a transport.
 *
 * @throws {ChannelSchemaError} if a `@channel` of the schema is invalid. The message lists every problem and its place.
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
      if (!isHostHeader(request.headers.host)) {
        response
          .writeHead(400)
          .end('The header "Host" is invalid. Send a host name, with a port if needed.\n');
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
