import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createChannelsServer } from '../../src/channels/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { tls } from './support/certificate.ts';
import { connectRaw, openSocket } from './support/raw-client.ts';
import { connected, credentials, join, nextEvent, sdkFor, startWorld } from './support/world.ts';

const Pusher7 = createRequire(import.meta.url)('pusher-js-7') as typeof Pusher;

describe('connecting', () => {
  it('pusher-js 8 connects and gets a socket id', async () => {
    const { connect } = await startWorld();
    const pusher = connect();
    await connected(pusher);
    expect(pusher.connection.socket_id).toMatch(/^\d+\.\d+$/);
  });

  it('pusher-js 7 connects, subscribes and receives events', async () => {
    const { port, sdk } = await startWorld();
    const pusher = new Pusher7(credentials.key, {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
    });
    onTestFinished(() => pusher.disconnect());
    const channel = await join(pusher, 'room');
    const message = nextEvent(channel, 'message');
    await sdk.trigger('room', 'message', { text: 'hello' });
    expect(await message).toEqual({ text: 'hello' });
  });

  it('the first message contains its data as a JSON string, with the activity timeout in seconds', async () => {
    const { raw } = await startWorld({}, { activityTimeout: 30_000 });
    const { messages, socketId } = await raw();
    expect(messages[0]).toEqual({
      event: 'pusher:connection_established',
      data: JSON.stringify({ socket_id: socketId, activity_timeout: 30 }),
    });
  });

  it.each(['/behind/a/proxy', '/app', '/app/app', '/app/test-key', '/apps'])(
    'pusher-js connects with the wsPath %s',
    async (wsPath) => {
      const { connect } = await startWorld();
      await connected(connect({ wsPath }));
    },
  );

  it.each(['app', '1', 'xhr'])('an app key can be %s, after the prefix /app', async (key) => {
    const { connect } = await startWorld({ key });
    await connected(connect({ key, wsPath: '/app' }));
    await connected(connect({ key, httpPath: '/app', enabledTransports: ['xhr_streaming'] }));
  });

  it.each([
    ['https', true],
    ['HTTPS', true],
    ['https,http', true],
    ['https, https', true],
    [' Wss , http', true],
    ['http', false],
    ['http,https', false],
    ['', false],
    [',https', false],
    ['httpsx', false],
  ])('X-Forwarded-Proto "%s" counts as TLS: %s', async (proto, isSecure) => {
    const { port } = await startWorld({ forceTLS: true });
    const { ws, closed, messages } = openSocket(`ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`, {
      headers: { 'x-forwarded-proto': proto },
    });
    if (isSecure) {
      await expect.poll(() => messages[0]?.event).toBe('pusher:connection_established');
      ws.terminate();
    } else expect((await closed).code).toBe(4000);
  });
});

describe('rejecting a connection', () => {
  it.each([
    ['4001 for an unknown key', 4001, '/app/unknown?protocol=7'],
    ['4005 for another path', 4005, '/elsewhere?protocol=7'],
    ['4006 for a version that is not a number', 4006, `/app/${credentials.key}?protocol=seven`],
    ['4007 for an unsupported version', 4007, `/app/${credentials.key}?protocol=99`],
    ['4008 without a version', 4008, `/app/${credentials.key}`],
  ])('closes with %s, with a reason and without a message', async (_, code, path) => {
    const { port } = await startWorld();
    const { closed, messages } = openSocket(`ws://127.0.0.1:${port}${path}`);
    const { code: actual, reason } = await closed;
    expect(actual).toBe(code);
    expect(reason).not.toBe('');
    expect(messages).toEqual([]);
  });

  it('also sends the reason as a message to a client of protocol 5, which does not support close codes', async () => {
    const { port } = await startWorld();
    const { closed, messages } = openSocket(`ws://127.0.0.1:${port}/app/unknown?protocol=5`);
    expect((await closed).code).toBe(4001);
    expect(messages).toMatchObject([{ event: 'pusher:error', data: { code: 4001 } }]);
  });

  it.each([
    ['4000 without TLS if the app requires it', 4000, { forceTLS: true }],
    ['4003 for a disabled app', 4003, { enabled: false }],
  ])('closes with %s', async (_, code, app) => {
    const { port } = await startWorld(app);
    const { closed } = openSocket(`ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`);
    expect((await closed).code).toBe(code);
  });

  it('closes with 4004 at the maximum number of connections of the app, until a client disconnects', async () => {
    const { raw, port, server } = await startWorld({ maxConnections: 1 });
    const first = await raw();
    const url = `ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`;
    expect((await openSocket(url).closed).code).toBe(4004);
    first.ws.close();
    await expect.poll(() => server.stats().connections).toBe(0);
    await raw();
  });

  it('closes with 4100 at the maximum number of connections of the server', async () => {
    const { raw, port } = await startWorld({}, { maxConnections: 1 });
    await raw();
    const url = `ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`;
    expect((await openSocket(url).closed).code).toBe(4100);
  });

  it('pusher-js does not reconnect after 4001', async () => {
    const { connect } = await startWorld();
    const pusher = connect({ key: 'unknown' });
    const error = nextEvent(pusher.connection, 'error');
    await nextEvent(pusher.connection, 'disconnected');
    expect(await error).toMatchObject({ error: { data: { code: 4001 } } });
  });
});

it('a server with a certificate serves TLS connections to an app that requires TLS', async () => {
  const server = createChannelsServer({ apps: [{ ...credentials, forceTLS: true }], tls });
  const { port, url } = await server.listen();
  onTestFinished(() => server.close());
  expect(url).toBe(`https://127.0.0.1:${port}`);
  const { ws } = openSocket(`wss://127.0.0.1:${port}/app/${credentials.key}?protocol=7`, { ca: tls.cert });
  const [message] = await once(ws, 'message');
  expect(String(message)).toContain('pusher:connection_established');
});

describe('several apps', () => {
  it('share a server but no channels or credentials', async () => {
    const other = { id: 'other', key: 'other-key', secret: 'other-secret' };
    const server = createChannelsServer({ apps: [credentials, other] });
    const { port } = await server.listen();
    onTestFinished(() => server.close());
    const [mine, theirs] = await Promise.all(
      [credentials.key, other.key].map((key) => connectRaw(`ws://127.0.0.1:${port}/app/${key}?protocol=7`)),
    );
    for (const client of [mine, theirs]) {
      client?.send('pusher:subscribe', { channel: 'room' });
      await client?.next('pusher_internal:subscription_succeeded');
    }
    await sdkFor(port, other).trigger('room', 'message', 'for the other app');
    await theirs?.next('message');
    await mine?.settled();
    expect(mine?.messages.some(({ event }) => event === 'message')).toBe(false);
    await expect(
      sdkFor(port, { ...other, id: credentials.id }).trigger('room', 'x', 'y'),
    ).rejects.toMatchObject({
      status: 401,
    });
  });
});

it('a message of more than 256 kB ends the connection with 1009', async () => {
  const { raw } = await startWorld();
  const client = await raw();
  client.ws.send('x'.repeat(300_000));
  expect((await client.closed).code).toBe(1009);
});

describe('shutting down', () => {
  it('closes connections with 4100, and resolves when all sockets are closed', async () => {
    const { raw, server, sdk } = await startWorld();
    const clients = await Promise.all([raw(), raw()]);
    await sdk.get({ path: '/channels', params: {} });
    const closing = server.close();
    for (const { closed } of clients) expect((await closed).code).toBe(4100);
    await closing;
    await expect(raw()).rejects.toThrow();
  });

  it('terminates the connection of a client that does not complete the closing handshake', async () => {
    const { raw, server } = await startWorld({}, { closeTimeout: 50 });
    const { ws, closed } = await raw();
    ws.pause();
    await server.close();
    ws.resume();
    await closed;
  });

  it.each([
    ['8', Pusher],
    ['7', Pusher7],
  ])('lets pusher-js %s resubscribe on the next server within 3 s', async (_, Client) => {
    const { server, port } = await startWorld();
    const pusher = new Client(credentials.key, {
      ...{ cluster: '', wsHost: '127.0.0.1', wsPort: port, forceTLS: false, enabledTransports: ['ws'] },
    });
    onTestFinished(() => pusher.disconnect());
    await join(pusher, 'room');
    const closedAt = performance.now();
    const joined = nextEvent(pusher.channel('room'), 'pusher:subscription_succeeded');
    await server.close();
    const next = createChannelsServer({ apps: [credentials] });
    await next.listen({ port });
    onTestFinished(() => next.close());
    await joined;
    expect(performance.now() - closedAt).toBeLessThan(3_000);
  });

  it('listen() rejects if the port is in use', async () => {
    const { port } = await startWorld();
    const second = createChannelsServer({ apps: [credentials] });
    await expect(second.listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
