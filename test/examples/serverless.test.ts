import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LambdaEvent } from '../../examples/serverless/lambda.ts';
import { type ChannelsServer, createChannelsServer } from '../../src/channels/index.ts';
import { type Client, type ClientOptions, createClient } from '../../src/client/index.ts';
import { startProcess } from '../support/child-process.ts';
import { Pusher } from '../support/pusher-js.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { collect } from '../support/stack.ts';

const app = { id: '1', key: 'serverless-key', secret: 'serverless-secret' };
const jwtSecret = 'a secret for tests only, of at least 32 bytes';
const url = 'https://functions.test/graphql';

type Fetch = NonNullable<ClientOptions['fetch']>;
type Handlers = {
  gateway: typeof import('../../examples/serverless/gateway.ts');
  route: typeof import('../../examples/serverless/next-route.ts');
  lambda: typeof import('../../examples/serverless/lambda.ts');
  cron: typeof import('../../examples/serverless/cron.ts');
};

let redis: RedisServer;
let channels: ChannelsServer;
let handlers: Handlers;
let token: string;
/** The promises passed to `waitUntil`. */
const background: Promise<unknown>[] = [];
const clients: Client[] = [];

beforeAll(async () => {
  redis = await startRedis();
  channels = createChannelsServer({ apps: [app] });
  const { host, port } = await channels.listen({ port: 0 });
  Object.assign(process.env, {
    REDIS_URL: redis.url,
    PUSHER_APP_ID: app.id,
    PUSHER_APP_KEY: app.key,
    PUSHER_APP_SECRET: app.secret,
    PUSHER_HOST: host,
    PUSHER_PORT: String(port),
    PUSHER_USE_TLS: 'false',
    JWT_SECRET: jwtSecret,
    CRON_SECRET: 'the secret of the cron job',
  });
  handlers = {
    gateway: await import('../../examples/serverless/gateway.ts'),
    route: await import('../../examples/serverless/next-route.ts'),
    lambda: await import('../../examples/serverless/lambda.ts'),
    cron: await import('../../examples/serverless/cron.ts'),
  };
  token = await new SignJWT({ sub: 'ada' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(jwtSecret));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});
afterAll(async () => {
  await Promise.all(background);
  await handlers?.gateway.gateway.dispose();
  await channels?.close();
  await redis?.stop();
});

/** Calls the route handler as the platform does. */
const viaRoute: Fetch = (input, init) => {
  const request = new Request(input, init);
  const waitUntil = (work: Promise<unknown>): void => void background.push(work);
  return handlers.route[request.method as 'GET' | 'OPTIONS' | 'POST'](request, { waitUntil });
};

/** Calls the Lambda handler with the event that API Gateway creates for a request. */
const viaLambda: Fetch = async (input, init) => {
  const request = new Request(input, init);
  const { pathname, search, hostname } = new URL(request.url);
  const body = await request.text();
  const event: LambdaEvent = {
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: Object.fromEntries(request.headers),
    requestContext: { domainName: hostname, http: { method: request.method } },
    ...(body && { body: Buffer.from(body).toString('base64') }),
    isBase64Encoded: body !== '',
  };
  const { statusCode, ...result } = await handlers.lambda.handler(event);
  return new Response(statusCode === 204 ? null : result.body, {
    status: statusCode,
    headers: result.headers,
  });
};

function post(fetch: Fetch, query: string): Promise<{ data?: unknown; errors?: unknown }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) }).then((response) =>
    response.json(),
  );
}

const say = (fetch: Fetch, roomId: string, text: string) =>
  post(fetch, `mutation { say(roomId: "${roomId}", text: "${text}") { text } }`);

/** Subscribes with a client whose HTTP requests invoke the handler. Resolves when the subscription is ready. */
async function listen(fetch: Fetch, roomId: string): Promise<{ texts: unknown[]; client: Client }> {
  const client = createClient({ url, fetch, headers: { authorization: `Bearer ${token}` } });
  clients.push(client);
  const texts: unknown[] = [];
  await new Promise<void>((ready, error) => {
    client.subscribe<{ said: { text: string } }>(
      { query: `subscription { said(roomId: "${roomId}") { text } }` },
      { ready, error, next: ({ data }) => texts.push(data?.said.text), complete: () => undefined },
    );
  });
  return { texts, client };
}

/** A plain pusher-js that authorizes its channels at the route handler. */
function stockPusher(): Pusher {
  return new Pusher(app.key, {
    cluster: '',
    wsHost: process.env.PUSHER_HOST ?? '',
    wsPort: Number(process.env.PUSHER_PORT),
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId, channelName }, callback) => {
        const body = new URLSearchParams({ socket_id: socketId, channel_name: channelName });
        const headers = { authorization: `Bearer ${token}` };
        viaRoute(new URL('/pusher/auth', url), { method: 'POST', headers, body })
          .then(async (response) => callback(null, await response.json()))
          .catch((error: Error) => callback(error, null));
      },
    },
  });
}

describe.each([
  ['a route handler', viaRoute],
  ['a Lambda handler', viaLambda],
])('%s', (_name, fetch) => {
  const room = fetch === viaRoute ? 'route' : 'lambda';

  it('subscribes, publishes, and delivers the published events', async () => {
    const { texts } = await listen(fetch, room);
    expect(await say(fetch, room, 'one')).toEqual({ data: { say: { text: 'one' } } });
    expect(await say(fetch, room, 'two')).toEqual({ data: { say: { text: 'two' } } });
    await vi.waitFor(() => expect(texts).toEqual(['one', 'two']), { interval: 5, timeout: 10_000 });
  });

  it('delivers missed results to a client that reconnects', async () => {
    const { texts, client } = await listen(fetch, `${room}-away`);
    const pusher = await new Promise<{ disconnect(): void; connect(): void }>((resolve) => {
      client.on('connected', resolve);
      client.terminate();
    });
    pusher.disconnect();
    await say(fetch, `${room}-away`, 'missed');
    pusher.connect();
    await vi.waitFor(() => expect(texts).toEqual(['missed']), { interval: 5, timeout: 10_000 });
  });

  it('responds to preflight requests, and rejects unsigned webhooks', async () => {
    const origin = { origin: 'https://page.test', 'access-control-request-method': 'POST' };
    const preflight = await fetch(url, { method: 'OPTIONS', headers: origin });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin.origin);
    const webhook = await fetch(new URL('/pusher/webhook', url), { method: 'POST', body: '{}' });
    expect(webhook.status).toBe(403);
  });
});

describe('a serverless process', () => {
  it('may be frozen after the response to a mutation, because no work is pending', async () => {
    const { texts } = await listen(viaLambda, 'frozen');
    const other = startProcess('test/examples/support/frozen-publisher.ts', ['frozen', token]);
    // The process has responded, and its event loop is blocked.
    expect(await other.line()).toBe('responded {"data":{"say":{"text":"from the frozen one"}}}');
    await say(viaLambda, 'frozen', 'after it');
    await vi.waitFor(() => expect(texts).toEqual(['from the frozen one', 'after it']), {
      interval: 5,
      timeout: 10_000,
    });
    await other.stop();
  });

  it('rejects event streams on a platform that cannot stream', async () => {
    const response = await viaLambda(url, { headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(406);
  });
});

describe('the cron job', () => {
  it('sends the events that were published during an outage', async () => {
    const pusher = stockPusher();
    const channel = pusher.subscribe('private-room-outage');
    const events = collect(channel, 'said');
    await events.joined;
    await channels.close();
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    await say(viaRoute, 'outage', 'kept');
    expect(String(logged.mock.lastCall?.[1])).toContain('Pusher does not respond');
    logged.mockRestore();
    channels = createChannelsServer({ apps: [app] });
    await channels.listen({ port: Number(process.env.PUSHER_PORT) });
    const { joined } = collect(channel, 'said');
    // Without this, pusher-js reconnects within 15 seconds.
    pusher.disconnect();
    pusher.connect();
    await joined;
    const request = new Request('https://functions.test/cron', {
      headers: { authorization: `Bearer ${process.env.CRON_SECRET}` },
    });
    expect((await handlers.cron.GET(request)).status).toBe(200);
    expect(await events.next()).toEqual({ text: 'kept' });
    pusher.disconnect();
  });

  it('requires its secret', async () => {
    expect((await handlers.cron.GET(new Request('https://functions.test/cron'))).status).toBe(401);
  });
});
