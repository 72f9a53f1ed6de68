import type { Plugin } from 'graphql-yoga';
import {
  asRestError,
  createChannelAuthEndpoint,
  createUserAuthEndpoint,
  createWebhookEndpoint,
  type Endpoint,
  type EndpointOptions,
} from '../gateway/index.ts';
import { readBody } from '../security/index.ts';

/** Serves the REST endpoints for stock Pusher SDKs and for Pusher's webhooks. */
export function usePusherEndpoints(options: EndpointOptions): Plugin {
  const channelAuth = createChannelAuthEndpoint(options);
  const webhook = createWebhookEndpoint(options);
  const endpoints: Record<string, Endpoint> = {
    '/pusher/auth': channelAuth,
    '/pusher/user-auth': createUserAuthEndpoint(options),
    '/pusher/webhook': webhook,
    // The paths that Lighthouse uses, for front ends that are configured for it.
    '/graphql/subscriptions/auth': channelAuth,
    '/graphql/subscriptions/webhook': webhook,
  };

  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      const endpoint = endpoints[url.pathname];
      // The CORS plugin handles OPTIONS.
      if (!endpoint || request.method === 'OPTIONS') return;
      const respond = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        endResponse(
          fetchAPI.Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } }),
        );
      if (request.method !== 'POST') return respond(405, { error: 'Use POST.' }, { Allow: 'POST' });
      try {
        options.rejectForged(request);
        respond(200, await endpoint(request, await readBody(request, options.maxRequestBytes)));
      } catch (error) {
        const { status, ...body } = asRestError(error, {
          report: (unknown) => options.onError(unknown, url.pathname),
          requestId: options.requestId(),
        });
        const { retryAfter } = body;
        respond(status, body, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
      }
    },
  };
}
