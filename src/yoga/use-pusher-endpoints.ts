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

/** Serves what stock Pusher SDKs, and Pusher itself, ask for beside GraphQL. */
export function usePusherEndpoints(options: EndpointOptions): Plugin {
  const channelAuth = createChannelAuthEndpoint(options);
  const webhook = createWebhookEndpoint(options);
  const endpoints: Record<string, Endpoint> = {
    '/pusher/auth': channelAuth,
    '/pusher/user-auth': createUserAuthEndpoint(options),
    '/pusher/webhook': webhook,
    // Where Lighthouse has them, for front ends that are configured so.
    '/graphql/subscriptions/auth': channelAuth,
    '/graphql/subscriptions/webhook': webhook,
  };

  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      const endpoint = endpoints[url.pathname];
      // The CORS plugin answers OPTIONS.
      if (!endpoint || request.method === 'OPTIONS') return;
      const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        endResponse(
          fetchAPI.Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } }),
        );
      if (request.method !== 'POST') return answer(405, { error: 'Use POST.' }, { Allow: 'POST' });
      try {
        options.refuseForged(request);
        answer(200, await endpoint(request, await readBody(request, options.maxRequestBytes)));
      } catch (error) {
        const { status, ...body } = asRestError(error, {
          report: (unknown) => options.onError(unknown, url.pathname),
          requestId: options.requestId(),
        });
        const { retryAfter } = body;
        answer(status, body, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
      }
    },
  };
}
