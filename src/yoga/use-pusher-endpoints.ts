import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import { type Engine, GatewayError, type Transport } from '../core/index.ts';
import { gatewayErrorIn } from './graphql-error.ts';
import { parseInput, socketIdInput } from './input.ts';
import type { Authenticate } from './jwt-authentication.ts';

const channelAuthInput = z.object({ socket_id: socketIdInput, channel_name: z.string().min(1).max(200) });

/** A REST twin: takes the body, answers what becomes the JSON of the response. */
type Endpoint = (request: Request, body: string) => Promise<unknown>;

/** The collaborators of {@link usePusherEndpoints}. */
export interface EndpointOptions {
  readonly engine: Engine;
  readonly transport: Transport;
  readonly authenticate: Authenticate;
  readonly onError: (error: unknown, where: string) => void;
}

/** Serves what stock Pusher SDKs ask for beside GraphQL. */
export function usePusherEndpoints({ engine, transport, authenticate, onError }: EndpointOptions): Plugin {
  const endpoints: Record<string, Endpoint> = {
    '/pusher/auth': async (request, body) => {
      const parameters = parametersOf(request, body);
      const viewer = await authenticate(request, parameters);
      const { socket_id: socketId, channel_name: channel } = parseInput(channelAuthInput, parameters);
      const { auth, channelData, sharedSecret } = await engine.authorizeChannel({
        socketId,
        channel,
        viewer,
      });
      return { auth, channel_data: channelData, shared_secret: sharedSecret };
    },
    '/pusher/webhook': async (request, body) => {
      const events = transport.webhookEvents(Object.fromEntries(request.headers), body);
      if (!events)
        throw new GatewayError('FORBIDDEN', 'The webhook is not signed with the secret of this app.');
      for (const { name, channel } of events) {
        if (name === 'channel_occupied') await engine.channelOccupied(channel);
        if (name === 'channel_vacated') await engine.channelVacated(channel);
      }
      return {};
    },
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
        answer(200, await endpoint(request, await request.text()));
      } catch (error) {
        const known = gatewayErrorIn(error);
        if (!known) onError(error, url.pathname);
        answer(known?.status ?? 500, {
          error: known?.message ?? 'Unexpected error.',
          code: known?.code ?? 'INTERNAL_SERVER_ERROR',
        });
      }
    },
  };
}

/** The body's parameters: a form, as pusher-js sends it, or JSON. */
function parametersOf(request: Request, text: string): Record<string, string> {
  if (!request.headers.get('content-type')?.includes('json'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) throw new SyntaxError('not an object');
    return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string'));
  } catch (cause) {
    throw new GatewayError('BAD_REQUEST', 'The body is not a JSON object.', { cause });
  }
}
