import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { connected, join, startWorld } from './support/world.ts';

describe('a connection', () => {
  it('receives a pusher:pong for a pusher:ping', async () => {
    const { raw } = await startWorld();
    const client = await raw();
    client.send('pusher:ping', {});
    expect(await client.next('pusher:pong')).toEqual({ event: 'pusher:pong', data: '{}' });
  });

  it('receives a WebSocket pong for a WebSocket ping', async () => {
    const { raw } = await startWorld();
    const { ws } = await raw();
    ws.ping('are you there');
    expect(String((await once(ws, 'pong'))[0])).toBe('are you there');
  });

  it('that is idle is pinged, and closed with 4201 without an answer', async () => {
    const { raw, server } = await startWorld({}, { activityTimeout: 40, pongTimeout: 40 });
    const client = await raw();
    await client.next('pusher:ping');
    expect(await client.closed).toMatchObject({ code: 4201 });
    expect(server.stats().connections).toBe(0);
  });

  it('stays open while the client answers pings', async () => {
    const { raw } = await startWorld({}, { activityTimeout: 40, pongTimeout: 40 });
    const client = await raw();
    for (let round = 0; round < 4; round++) {
      await client.next('pusher:ping');
      client.send('pusher:pong', {});
    }
    await client.settled();
  });

  it('of pusher-js stays open, because pusher-js answers pings', async () => {
    const { connect } = await startWorld({}, { activityTimeout: 40, pongTimeout: 40 });
    const pusher = connect();
    let pings = 0;
    await connected(pusher);
    pusher.connection.bind('message', ({ event }: { event: string }) => {
      if (event === 'pusher:ping') pings++;
    });
    await expect.poll(() => pings).toBeGreaterThan(3);
    expect(pusher.connection.state).toBe('connected');
  });

  it('that carries nothing but pings is closed with 4202', async () => {
    const { raw } = await startWorld({}, { inactivityTimeout: 60, activityTimeout: 20, pongTimeout: 1_000 });
    const client = await raw();
    const answering = setInterval(() => client.ws.readyState === 1 && client.send('pusher:ping', {}), 10);
    expect((await client.closed).code).toBe(4202);
    clearInterval(answering);
  });

  it('that receives events is not closed for inactivity', async () => {
    const { raw, sdk } = await startWorld({}, { inactivityTimeout: 150 });
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'room' });
    await client.next('pusher_internal:subscription_succeeded');
    const start = Date.now();
    while (Date.now() - start < 400) {
      await sdk.trigger('room', 'tick', {});
      await client.next('tick');
    }
  });
});

describe('authorized connections', () => {
  it('are closed with 4009 if they do not sign in or join a private or presence channel in time', async () => {
    const { raw } = await startWorld({ authorizedConnections: 50 });
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'a-public-one' });
    expect((await client.closed).code).toBe(4009);
  });

  it('stay open if they join a private channel', async () => {
    const { connect, raw } = await startWorld({ authorizedConnections: 50 });
    const pusher = connect();
    await join(pusher, 'private-room');
    // The second connection started later and is closed, so the timeout of the first one has passed.
    expect((await (await raw()).closed).code).toBe(4009);
    expect(pusher.connection.state).toBe('connected');
  });

  it('stay open if they sign in', async () => {
    const { connect, raw } = await startWorld({ authorizedConnections: 50, userAuthentication: true });
    const pusher = connect({ user: { id: 'ada' } });
    pusher.signin();
    await connected(pusher);
    expect((await (await raw()).closed).code).toBe(4009);
    expect(pusher.connection.state).toBe('connected');
  });
});

describe('a client that reads slowly', () => {
  it('is terminated and counted when too many bytes are buffered for it, and other clients are not affected', async () => {
    const { raw, sdk, server } = await startWorld({}, { maxBufferedBytes: 64 * 1024 });
    const [slow, quick] = await Promise.all([raw(), raw()]);
    for (const client of [slow, quick]) {
      client.send('pusher:subscribe', { channel: 'flood' });
      await client.next('pusher_internal:subscription_succeeded');
    }
    slow.ws.pause();
    const data = 'x'.repeat(10_000);
    const batch = Array.from({ length: 10 }, () => ({ channel: 'flood', name: 'drop', data }));
    let sent = 0;
    // The buffers of the operating system hold some megabytes first.
    for (; server.stats().cutForSlowness === 0 && sent < 20_000; sent += 10)
      await sdk.triggerBatch(batch.map((event) => ({ ...event })));
    expect(server.stats().cutForSlowness).toBe(1);
    await expect.poll(() => server.stats().connections).toBe(1);
    for (let received = 0; received < sent; received++) await quick.next('drop');
  });

  it('is not terminated for a burst of pings if it reads the pongs', async () => {
    const { raw, server } = await startWorld();
    const { ws } = await raw();
    const pongs: string[] = [];
    ws.on('pong', (payload) => pongs.push(String(payload)));
    const sent = Array.from({ length: 500 }, (_, n) => `${n}`);
    for (const payload of sent) ws.ping(payload);
    await expect.poll(() => pongs).toEqual(sent);
    expect(server.stats().connections).toBe(1);
  });

  it('is terminated when too many pongs are buffered for it', async () => {
    const { raw, server } = await startWorld({}, { maxBufferedBytes: 64 * 1024 });
    const { ws } = await raw();
    ws.pause();
    const payload = Buffer.alloc(125, 'x');
    // The buffers of the operating system hold some megabytes first.
    for (let sent = 0; server.stats().cutForSlowness === 0 && sent < 400_000; sent += 1_000) {
      for (let n = 1; n < 1_000; n++) ws.ping(payload);
      await new Promise((resolve) => ws.ping(payload, true, resolve));
    }
    expect(server.stats().cutForSlowness).toBe(1);
    await expect.poll(() => server.stats().connections).toBe(0);
  }, 20_000);
});
