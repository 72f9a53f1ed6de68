import { describe, expect, it } from 'vitest';
import { closeCode } from '../../src/channels/close-code.ts';
import { connected, join, nextEvent, startWorld } from './support/world.ts';

describe.each(['xhr_streaming', 'xhr_polling'] as const)('pusher-js over %s', (transport) => {
  const enabledTransports = [transport];

  it('connects, joins and receives, in order', async () => {
    const { connect, sdk } = await startWorld();
    const channel = await join(connect({ enabledTransports }), 'private-room');
    const received: unknown[] = [];
    channel.bind('n', (n: unknown) => received.push(n));
    for (let n = 0; n < 10; n++) await sdk.trigger('private-room', 'n', n);
    await expect.poll(() => received).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('sends client events, and stands among the members of a presence channel', async () => {
    const { connect } = await startWorld({ clientEvents: true });
    const other = await join(connect({ member: { user_id: 'bob' } }), 'presence-room');
    const added = nextEvent(other, 'pusher:member_added');
    const channel = await join(connect({ enabledTransports, member: { user_id: 'ada' } }), 'presence-room');
    expect(await added).toMatchObject({ id: 'ada' });
    const message = nextEvent(other, 'client-typing');
    channel.trigger('client-typing', { text: 'grüß dich' });
    expect(await message).toEqual({ text: 'grüß dich' });
  });

  it('learns why it is turned away, and stops', async () => {
    const { connect } = await startWorld();
    const pusher = connect({ enabledTransports, key: 'nobody' });
    const error = nextEvent(pusher.connection, 'error');
    await nextEvent(pusher.connection, 'disconnected');
    expect(await error).toMatchObject({ error: { data: { code: closeCode.unknownApp } } });
  });

  it('does not hold up a server that goes down, and tries again', async () => {
    const { connect, server } = await startWorld();
    const pusher = connect({ enabledTransports });
    await connected(pusher);
    const connecting = nextEvent(pusher.connection, 'connecting');
    await server.close();
    await connecting;
  });

  it('answers when the server asks whether it is there', async () => {
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

it('a stream ends with the reason when the server goes down', async () => {
  const { connect, server } = await startWorld();
  const pusher = connect({ enabledTransports: ['xhr_streaming'] });
  await connected(pusher);
  const error = nextEvent(pusher.connection, 'error');
  await server.close();
  expect(await error).toMatchObject({ data: { code: closeCode.reconnect } });
});

describe('the requests behind the fallbacks', () => {
  const session = '/pusher/app/test-key/123/abcdefgh';

  it('may come from any origin', async () => {
    const { url } = await startWorld();
    const preflight = await fetch(`${url}${session}/xhr_streaming`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
  });

  it('to send on a session that is not there are answered with 404, by another method with 405', async () => {
    const { url } = await startWorld();
    expect((await fetch(`${url}${session}/xhr_send`, { method: 'POST', body: '[]' })).status).toBe(404);
    expect((await fetch(`${url}${session}/xhr`)).status).toBe(405);
  });

  it('find between two polls what came meanwhile, in one answer', async () => {
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
