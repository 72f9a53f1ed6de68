import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ChannelsServerOptions, createChannelsServer } from '../../src/channels/index.ts';
import { createMetrics } from '../../src/observability/metrics/index.ts';
import { readSettings, serve } from '../../src/serve/index.ts';
import { startProcess } from '../support/child-process.ts';
import { tls } from './support/certificate.ts';
import { connectRaw, openSocket } from './support/raw-client.ts';
import { receiveWebhooks } from './support/webhook-receiver.ts';
import { authFor, credentials, sdkFor, startWorld } from './support/world.ts';

describe('the pages of a Channels server', () => {
  it('show the name, health and metrics of the server', async () => {
    const { url, raw } = await startWorld({}, { metrics: true });
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'room' });
    await client.next('pusher_internal:subscription_succeeded');
    const root = await fetch(url);
    expect([root.status, await root.text()]).toEqual([200, expect.stringContaining('Channels server')]);
    const health = await fetch(`${url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    expect((await fetch(`${url}/health`, { method: 'HEAD' })).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^graphql_pusher_channels_connections 1$/m);
    expect(metrics).toMatch(/^graphql_pusher_channels_channels 1$/m);
    expect(metrics).toMatch(/^# TYPE graphql_pusher_channels_sent_total counter$/m);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });

  it('use the same metric names as a gateway', async () => {
    const { url, server } = await startWorld({}, { metrics: true });
    const gauges = createMetrics({ channels: () => server.stats() });
    const ofGateway = (await gauges.register.getMetricsAsJSON())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('graphql_pusher_channels_'));
    const own = await (await fetch(`${url}/metrics`)).text();
    expect(ofGateway.length).toBeGreaterThan(5);
    for (const name of ofGateway) expect(own).toContain(`\n${name} `);
  });

  it('serve no metrics by default, and none without the token', async () => {
    const closed = await startWorld();
    expect((await fetch(`${closed.url}/metrics`)).status).toBe(404);
    const { url } = await startWorld({}, { metrics: { token: 'hush' } });
    const ask = async (authorization: string) =>
      (await fetch(`${url}/metrics`, { headers: { authorization } })).status;
    expect([await ask(''), await ask('Bearer wrong'), await ask('Bearer hush')]).toEqual([401, 401, 200]);
  });
});

describe('an app with several key pairs', () => {
  const later = { key: 'later-key', secret: 'later-secret' };

  it('serves clients and servers with any pair, and signs webhooks with the first', async () => {
    const hooks = await receiveWebhooks();
    const { port, sdk, raw } = await startWorld(
      { keys: [later], userAuthentication: true, webhooks: [{ url: hooks.url }] },
      { webhookBatchDelay: 0 },
    );
    const laterSdk = sdkFor(port, { id: credentials.id, ...later });
    const first = await raw();
    const second = await connectRaw(`ws://127.0.0.1:${port}/app/${later.key}?protocol=7`);
    onTestFinished(() => second.ws.terminate());
    for (const [client, signer] of [
      [first, laterSdk],
      [second, sdk],
    ] as const) {
      client.send('pusher:subscribe', authFor(client, signer, 'private-room'));
      await client.next('pusher_internal:subscription_succeeded');
      client.send('pusher:signin', signer.authenticateUser(client.socketId, { id: 'ada' }));
      await client.next('pusher:signin_success');
    }
    for (const signer of [sdk, laterSdk]) await signer.trigger('private-room', 'message', {});
    for (const client of [first, second])
      for (let n = 0; n < 2; n++) await client.next('message', 'private-room');
    await hooks.got({ name: 'channel_occupied', channel: 'private-room' });
    expect(hooks.requests[0]?.headers['x-pusher-key']).toBe(credentials.key);
  });

  it('rejects a key with the secret of another pair', async () => {
    const { port, raw } = await startWorld({ keys: [later] });
    const mixed = sdkFor(port, { id: credentials.id, key: later.key, secret: credentials.secret });
    await expect(mixed.trigger('room', 'message', {})).rejects.toMatchObject({ status: 401 });
    const client = await raw();
    client.send('pusher:subscribe', authFor(client, mixed, 'private-room'));
    expect(await client.next('pusher:subscription_error')).toMatchObject({ data: { status: 401 } });
  });

  it('cannot have a key of another app', () => {
    const apps: ChannelsServerOptions['apps'] = [
      { id: 'a', key: 'one', secret: 's' },
      { id: 'b', key: 'two', secret: 's', keys: [{ key: 'one', secret: 's' }] },
    ];
    expect(() => createChannelsServer({ apps })).toThrow('two apps have the key one');
  });
});

it.each([
  ['https://app.example', true],
  ['HTTPS://APP.EXAMPLE', true],
  ['https://other.example', false],
  ['http://app.example', false],
  ['https://app.example.evil.test', false],
  ['null', false],
  [undefined, true],
])(
  'an app that allows the origin https://app.example: a client from %s may connect: %s',
  async (origin, allowed) => {
    const { port } = await startWorld({ origins: ['https://app.example'] });
    const headers = origin === undefined ? {} : { origin };
    const { ws, closed, messages } = openSocket(`ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`, {
      headers,
    });
    if (allowed) {
      await expect.poll(() => messages[0]?.event).toBe('pusher:connection_established');
      ws.terminate();
    } else expect((await closed).code).toBe(4009);
  },
);

describe('graphql-pusher channels', () => {
  it('accepts key pairs, origins, limits and a metrics token', async () => {
    const { line, process } = startProcess('src/cli/main.ts', [
      ...['channels', '--port', '0', '--app', 'one:key:secret', '--key', 'one:later:hush'],
      ...['--origin', 'https://app.example', '--limit', 'eventBytes=20', '--metrics-token', 'show'],
    ]);
    onTestFinished(() => void process.kill('SIGKILL'));
    const url = (await line()).split(' ').at(-1) ?? '';
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const port = Number(new URL(url).port);
    const sdk = sdkFor(port, { id: 'one', key: 'later', secret: 'hush' });
    await sdk.trigger('room', 'message', 'short');
    await expect(sdk.trigger('room', 'message', 'x'.repeat(21))).rejects.toMatchObject({ status: 413 });
    const page = openSocket(`ws://127.0.0.1:${port}/app/key?protocol=7`, {
      headers: { origin: 'https://other.example' },
    });
    expect((await page.closed).code).toBe(4009);
  });

  it.each([
    ['a key of an unknown app', ['--key', 'two:k:s'], 'no --app has that id'],
    ['an unknown limit', ['--limit', 'size=1'], 'NAME=NUMBER'],
    ['an origin with a path', ['--origin', 'https://a.test/page'], 'Use an origin'],
  ])('does not start with %s', async (_what, args, expectedMessage) => {
    const { errorLine, process } = startProcess('src/cli/main.ts', [
      'channels',
      '--app',
      'one:k1:s',
      ...args,
    ]);
    onTestFinished(() => void process.kill('SIGKILL'));
    expect(await errorLine()).toContain(expectedMessage);
  });
});

it('the embedded server uses the settings for activity timeout, limits, origins and TLS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  for (const name of ['cert', 'key'] as const) writeFileSync(join(folder, name), tls[name]);
  const settings = readSettings(
    {
      ...{ PORT: '0', CHANNELS_PORT: '0', STORE: 'sqlite::memory:', LOG_LEVEL: 'silent' },
      CHANNELS_TLS_CERT: join(folder, 'cert'),
      CHANNELS_TLS_KEY: join(folder, 'key'),
      CHANNELS_ACTIVITY_TIMEOUT: '30',
      CHANNELS_LIMITS: 'presenceMembers=2, eventBytes=500',
      CHANNELS_ORIGINS: 'https://app.example',
    },
    '/dev/null',
  );
  expect(settings.channels?.limits).toEqual({ presenceMembers: 2, eventBytes: 500 });
  const typeDefs = 'type Query { hello: String }';
  const { gateway, channelsUrl = '', close } = await serve({ typeDefs, settings });
  onTestFinished(close);
  // The gateway connects to the host 127.0.0.1 over TLS.
  const ready = await gateway.fetch(new Request('http://gateway.test/ready'));
  expect(await ready.json()).toEqual({ store: 'ok', pusher: 'ok' });
  expect(channelsUrl).toMatch(/^https:/);
  const key = 'graphql-pusher';
  const { messages, ws } = openSocket(`${channelsUrl.replace('http', 'ws')}/app/${key}?protocol=7`, {
    ca: tls.cert,
  });
  await expect.poll(() => messages).toHaveLength(1);
  ws.terminate();
  expect(messages[0]?.data).toContain('"activity_timeout":30');
});

it.each([
  ['a certificate without its key', { CHANNELS_TLS_CERT: 'cert.pem' }, 'Only one of'],
  ['a missing certificate file', { CHANNELS_TLS_CERT: '/no/c', CHANNELS_TLS_KEY: '/no/k' }, 'cannot be used'],
  ['an unknown limit', { CHANNELS_LIMITS: 'size=1' }, 'CHANNELS_LIMITS'],
  ['an invalid number of connections', { CHANNELS_MAX_CONNECTIONS: '0' }, 'CHANNELS_MAX_CONNECTIONS'],
  ['an activity timeout of 0', { CHANNELS_ACTIVITY_TIMEOUT: '0' }, 'CHANNELS_ACTIVITY_TIMEOUT'],
])('the start stops for %s', (_what, variables, expectedMessage) => {
  expect(() => readSettings(variables, '/dev/null')).toThrow(expectedMessage);
});
