import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closeCode } from '../../src/channels/connection/codes.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { connected, credentials, join, nextEvent, startWorld } from './support/world.ts';

describe.each(['xhr_streaming', 'xhr_polling'] as const)('pusher-js over %s', (transport) => {
  const enabledTransports = [transport];

  it('connects, subscribes and receives events in order', async () => {
    const { connect, sdk } = await startWorld();
    const channel = await join(connect({ enabledTransports }), 'private-room');
    const received: unknown[] = [];
    channel.bind('n', (n: unknown) => received.push(n));
    for (let n = 0; n < 10; n++) await sdk.trigger('private-room', 'n', n);
    await expect.poll(() => received).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('sends client events, and is a member of a presence channel', async () => {
    const { connect } = await startWorld({ clientEvents: true });
    const other = await join(connect({ member: { user_id: 'bob' } }), 'presence-room');
    const added = nextEvent(other, 'pusher:member_added');
    const channel = await join(connect({ enabledTransports, member: { user_id: 'ada' } }), 'presence-room');
    expect(await added).toMatchObject({ id: 'ada' });
    const message = nextEvent(other, 'client-typing');
    channel.trigger('client-typing', { text: 'grüß dich' });
    expect(await message).toEqual({ text: 'grüß dich' });
  });

  it('receives the reason of a rejected connection, and does not reconnect', async () => {
    const { connect } = await startWorld();
    const pusher = connect({ enabledTransports, key: 'nobody' });
    const error = nextEvent(pusher.connection, 'error');
    await nextEvent(pusher.connection, 'disconnected');
    expect(await error).toMatchObject({ error: { data: { code: closeCode.unknownApp } } });
  });

  it('does not delay the shutdown of a server, and reconnects', async () => {
    const { connect, server } = await startWorld();
    const pusher = connect({ enabledTransports });
    await connected(pusher);
    const connecting = nextEvent(pusher.connection, 'connecting');
    await server.close();
    await connecting;
  });

  it('answers pings of the server', async () => {
    const { connect } = await startWorld({}, { activityTimeout: 40, pongTimeout: 400 });
    const pusher = connect({ enabledTransports });
    let pings = 0;
    pusher.connection.bind('message', ({ event }: { event: string }) => {
      if (event === 'pusher:ping') pings++;
    });
    await expect.poll(() => pings, { timeout: 5_000 }).toBeGreaterThan(2);
    expect(pusher.connection.state).toBe('connected');
  });
});

describe.each(['xhr_streaming', 'xhr_polling'] as const)('large amounts of data over %s', (transport) => {
  it('arrive at pusher-js 7', async () => {
    const { port, sdk } = await startWorld();
    const Pusher7 = createRequire(import.meta.url)('pusher-js-7') as typeof Pusher;
    const address = { wsHost: '127.0.0.1', wsPort: port, httpHost: '127.0.0.1', httpPort: port };
    const options = { cluster: '', forceTLS: false, enabledTransports: [transport], ...address };
    const pusher = new Pusher7(credentials.key, options);
    onTestFinished(() => pusher.disconnect());
    const channel = await join(pusher, 'room');
    const received: number[] = [];
    channel.bind('n', ({ n }: { n: number }) => received.push(n));
    const expected = Array.from({ length: 120 }, (_, n) => n);
    for (const n of expected) await sdk.trigger('room', 'n', { n, padding: 'x'.repeat(5_000) });
    await expect.poll(() => received, { timeout: 10_000 }).toEqual(expected);
  });

  // pusher-js replaces a stream after 262,144 characters.
  it.each([
    ['one publisher', 1, 'x'],
    ['eight publishers', 8, 'x'],
    ['eight publishers of multi-byte text', 8, 'ä'],
    ['eight publishers of text outside the BMP', 8, '😀'],
  ])('from %s arrive without loss', async (_, publishers, character) => {
    const { connect, sdk } = await startWorld();
    const channel = await join(connect({ enabledTransports: [transport] }), 'room');
    const received: string[] = [];
    channel.bind('n', ({ id }: { id: string }) => received.push(id));
    const padding = character.repeat(5_000 / Buffer.byteLength(character));
    const each = 240 / publishers;
    const publish = async (publisher: number): Promise<void> => {
      for (let n = 0; n < each; n++) await sdk.trigger('room', 'n', { id: `${publisher}/${n}`, padding });
    };
    await Promise.all(Array.from({ length: publishers }, (_, publisher) => publish(publisher)));
    const expected = Array.from({ length: publishers }, (_, publisher) =>
      Array.from({ length: each }, (_, n) => `${publisher}/${n}`),
    );
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(240);
    const from = (publisher: number): string[] => received.filter((id) => id.startsWith(`${publisher}/`));
    expect(expected.map((_, publisher) => from(publisher))).toEqual(expected);
  });

  it('in one event that exceeds a stream arrive, and so does the next event', async () => {
    const { connect, sdk } = await startWorld({ limits: { eventBytes: 1_000_000 } });
    const channel = await join(connect({ enabledTransports: [transport] }), 'room');
    const lengths: number[] = [];
    channel.bind('text', (text: string) => lengths.push(text.length));
    for (const length of [300_000, 1, 300_000, 2]) await sdk.trigger('room', 'text', 'x'.repeat(length));
    await expect.poll(() => lengths).toEqual([300_000, 1, 300_000, 2]);
  });
});

it('a stream ends with the reason when the server shuts down', async () => {
  const { connect, server } = await startWorld();
  const pusher = connect({ enabledTransports: ['xhr_streaming'] });
  await connected(pusher);
  const error = nextEvent(pusher.connection, 'error');
  await server.close();
  expect(await error).toMatchObject({ data: { code: closeCode.overCapacity } });
});

describe('the requests behind the fallbacks', () => {
  const session = '/pusher/app/test-key/123/abcdefgh';

  /** Opens a stream of the session. */
  async function openStream(url: string) {
    const response = await fetch(`${url}${session}/xhr_streaming?protocol=7`, { method: 'POST' });
    if (!response.body) throw new Error('no body');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    // A stream that the server has terminated cannot be canceled.
    onTestFinished(() => reader.cancel().catch(() => undefined));
    let text = '';
    async function read(isEnough: () => boolean): Promise<string> {
      while (!isEnough()) {
        const { value, done } = await reader.read();
        if (done) return text;
        text += value;
      }
      return text;
    }
    return {
      until: (pattern: RegExp) => read(() => pattern.test(text)),
      whole: () => read(() => false),
    };
  }

  it.each(['x', 'ä', '😀'])(
    'buffer messages after 262,144 characters of "%s" until the next stream begins',
    async (character) => {
      const { url, sdk, server } = await startWorld();
      const first = await openStream(url);
      await first.until(/connection_established/);
      const body = JSON.stringify([JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'room' } })]);
      await fetch(`${url}${session}/xhr_send`, { method: 'POST', body });
      await first.until(/subscription_succeeded/);
      const padding = character.repeat(10_000 / Buffer.byteLength(character));
      // More than one stream in total, and less than two.
      const count = Math.ceil(400_000 / padding.length);
      for (let n = 0; n < count; n++) await sdk.trigger('room', `n-${n}-`, padding);
      const second = await openStream(url);
      const rest = await second.until(new RegExp(`n-${count - 1}-.*\n`));
      const eventsIn = (text: string): string[] => text.match(/n-\d+/g) ?? [];
      // The server ends the first stream when the second one begins.
      const all = await first.whole();
      const lines = all.split('\n').slice(0, -1);
      expect(all.length).toBeGreaterThan(262_144);
      expect(all.length - `${lines.at(-1)}\n`.length).toBeLessThanOrEqual(262_144);
      expect([...eventsIn(all), ...eventsIn(rest)]).toEqual(
        Array.from({ length: count }, (_, n) => `n-${n}`),
      );
      expect(server.stats().connections).toBe(1);
    },
  );

  it('deliver the close reason on the next stream if the connection was closed while the stream was full', async () => {
    const { url, sdk, server } = await startWorld({ authorizedConnections: 1_500 });
    const first = await openStream(url);
    await first.until(/connection_established/);
    const body = JSON.stringify([JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'room' } })]);
    await fetch(`${url}${session}/xhr_send`, { method: 'POST', body });
    await first.until(/subscription_succeeded/);
    for (let n = 0; n < 32; n++) await sdk.trigger('room', `n-${n}-`, 'x'.repeat(10_000));
    await expect.poll(() => server.stats().connections, { timeout: 5_000 }).toBe(0);
    const rest = await (await openStream(url)).whole();
    expect(rest).toMatch(/^a\[.*n-31-.*\nc\[4009,"[^"]+"\]\n$/s);
  });

  it('end 5 s after the connection was closed while a stream was full, if no other stream follows', async () => {
    const { url, sdk, server } = await startWorld({ userAuthentication: true });
    const send = (event: string, data: unknown): Promise<number> =>
      fetch(`${url}${session}/xhr_send`, {
        method: 'POST',
        body: JSON.stringify([JSON.stringify({ event, data })]),
      }).then(({ status }) => status);
    const stream = await openStream(url);
    await stream.until(/connection_established/);
    await send('pusher:subscribe', { channel: 'room' });
    await stream.until(/subscription_succeeded/);
    for (let n = 0; n < 32; n++) await sdk.trigger('room', 'n', 'x'.repeat(10_000));
    const closedAt = performance.now();
    // An invalid sign-in closes the connection. The stream is full, so the client cannot receive the reason.
    expect(await send('pusher:signin', { auth: 'test-key:forged', user_data: '{"id":"ada"}' })).toBe(204);
    expect(server.stats().connections).toBe(0);
    await expect(stream.whole()).rejects.toThrow('terminated');
    expect(performance.now() - closedAt).toBeGreaterThan(4_900);
    expect(await send('pusher:ping', {})).toBe(404);
  }, 15_000);

  it('are allowed from all origins', async () => {
    const { url } = await startWorld();
    const preflight = await fetch(`${url}${session}/xhr_streaming`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
  });

  it('to send on an unknown session are rejected with 404, and with another method with 405', async () => {
    const { url } = await startWorld();
    expect((await fetch(`${url}${session}/xhr_send`, { method: 'POST', body: '[]' })).status).toBe(404);
    expect((await fetch(`${url}${session}/xhr`)).status).toBe(405);
  });

  it('return all messages since the last poll in one response', async () => {
    const { url, sdk, server } = await startWorld();
    const poll = async (): Promise<string> =>
      (await fetch(`${url}${session}/xhr?protocol=7`, { method: 'POST' })).text();
    expect(await poll()).toBe('o\n');
    expect(await poll()).toMatch(/^a\[".*pusher:connection_established.*"\]\n$/);
    const body = JSON.stringify([JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'room' } })]);
    const sent = await fetch(`${url}${session}/xhr_send`, { method: 'POST', body });
    expect(sent.status).toBe(204);
    for (const n of [1, 2]) await sdk.trigger('room', 'n', n);
    const answer = await poll();
    expect(JSON.parse(answer.slice(1)).map((text: string) => JSON.parse(text).event)).toEqual([
      'pusher_internal:subscription_succeeded',
      'n',
      'n',
    ]);
    expect(server.stats().connections).toBe(1);
  });
});
