import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRecorder } from './support/recorder.ts';
import { startWorld, type World } from './support/world.ts';

const query = 'subscription { n }';
let world: World;
let proxy: Server;
let swallowed: Duplex[] = [];

beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.close();
  for (const socket of swallowed) socket.destroy();
  swallowed = [];
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

/** Starts an HTTP proxy that forwards plain requests to the Channels server. Resolves to its port. */
async function startProxy(upgrade: 'rejects' | 'swallows', passesHttp = true): Promise<number> {
  proxy = createServer((received, response) => {
    if (!passesHttp) {
      response.writeHead(403).end();
      return;
    }
    const sent = forward(
      {
        host: '127.0.0.1',
        port: world.channelsPort,
        path: received.url,
        method: received.method,
        headers: received.headers,
      },
      (upstream) => {
        response.writeHead(upstream.statusCode ?? 502, upstream.headers);
        upstream.pipe(response);
      },
    );
    sent.on('error', () => response.destroy());
    response.on('close', () => sent.destroy());
    received.pipe(sent);
  });
  proxy.on('upgrade', (_, socket) => {
    socket.on('error', () => socket.destroy());
    if (upgrade === 'rejects') socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    else swallowed.push(socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return (proxy.address() as AddressInfo).port;
}

function proxyRequests(port: number): void {
  world.gateway.respondIf(({ requests }) =>
    requests[0]?.query?.startsWith('{ pusher')
      ? {
          body: {
            data: { pusher: { key: 'test-key', cluster: null, host: '127.0.0.1', port, useTLS: false } },
          },
        }
      : undefined,
  );
}

it.each(['rejects', 'swallows'] as const)(
  'a client behind a proxy that %s WebSockets receives results over HTTP',
  async (upgrade) => {
    proxyRequests(await startProxy(upgrade));
    const recorder = createRecorder();
    const { promise, resolve } = Promise.withResolvers<void>();
    recorder.ready = resolve;
    world.createClient({ pusher: () => undefined as never }).subscribe({ query }, recorder);
    await promise;
    await world.gateway.operation(query).publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
  },
);

it('a client that cannot connect over any transport emits an error with the reason', async () => {
  proxyRequests(await startProxy('rejects', false));
  const failures = createRecorder();
  const client = world.createClient({ pusher: () => undefined as never });
  client.on('error', failures.error);
  client.subscribe({ query }, createRecorder());
  await failures.until(() => failures.errors.some((each) => String(each).includes('blocks WebSockets')));
});
