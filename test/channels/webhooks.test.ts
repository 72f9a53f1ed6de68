import { describe, expect, it } from 'vitest';
import { receiveWebhooks } from './support/webhook-receiver.ts';
import { authFor, credentials, join, startWorld, type World } from './support/world.ts';

type Receiver = Awaited<ReturnType<typeof receiveWebhooks>>;

/** Starts a world that sends webhooks to a receiver, by default without delay. */
async function startWithWebhooks(
  options: Parameters<typeof startWorld>[1] = {},
  app: Parameters<typeof startWorld>[0] = {},
  statuses: number[] = [],
): Promise<World & { hooks: Receiver; errors: unknown[] }> {
  const hooks = await receiveWebhooks(statuses);
  const errors: unknown[] = [];
  const world = await startWorld(
    { clientEvents: true, webhooks: [{ url: hooks.url }], ...app },
    { vacatedDelay: 0, webhookBatchDelay: 0, onError: (error) => errors.push(error), ...options },
  );
  return { ...world, hooks, errors };
}

describe('webhooks', () => {
  it('have a signature that the official SDK accepts', async () => {
    const { connect, hooks, sdk } = await startWithWebhooks();
    await join(connect(), 'room');
    await hooks.got({ name: 'channel_occupied' });
    const [request] = hooks.requests;
    if (!request) throw new Error('no request');
    const { headers, rawBody } = request;
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-pusher-key']).toBe(credentials.key);
    const webhook = sdk.webhook({ headers, rawBody });
    expect(webhook.isValid()).toBe(true);
    expect(Math.abs(webhook.getTime().getTime() - Date.now())).toBeLessThan(10_000);
    expect(webhook.getEvents()).toContainEqual({ name: 'channel_occupied', channel: 'room' });
    expect(sdk.webhook({ headers, rawBody: `${rawBody} ` }).isValid()).toBe(false);
  });

  it('report the first subscriber of a channel, and the loss of the last', async () => {
    const { connect, hooks } = await startWithWebhooks();
    const [first, second] = [connect(), connect()];
    for (const pusher of [first, second]) await join(pusher, 'room');
    first.unsubscribe('room');
    second.disconnect();
    await hooks.got({ name: 'channel_vacated', channel: 'room' });
    const existence = hooks.events.filter(({ name }) => String(name).startsWith('channel_'));
    expect(existence.map(({ name }) => name)).toEqual(['channel_occupied', 'channel_vacated']);
  });

  it('report members that join and leave', async () => {
    const { connect, hooks } = await startWithWebhooks();
    const pusher = connect({ member: { user_id: 'ada' } });
    await join(pusher, 'presence-room');
    await hooks.got({ name: 'member_added', channel: 'presence-room', user_id: 'ada' });
    pusher.unsubscribe('presence-room');
    await hooks.got({ name: 'member_removed', channel: 'presence-room', user_id: 'ada' });
  });

  it('report client events, with the user id on presence channels', async () => {
    const { connect, hooks } = await startWithWebhooks();
    const pusher = connect({ member: { user_id: 'ada' } });
    (await join(pusher, 'presence-room')).trigger('client-typing', { at: 1 });
    (await join(pusher, 'private-room')).trigger('client-typing', { at: 2 });
    const shared = { name: 'client_event', event: 'client-typing', socket_id: pusher.connection.socket_id };
    await hooks.got({ ...shared, channel: 'private-room', data: '{"at":2}' });
    await hooks.got({ ...shared, channel: 'presence-room', data: '{"at":1}', user_id: 'ada' });
    expect(hooks.events.find(({ channel, event }) => event && channel === 'private-room')).not.toHaveProperty(
      'user_id',
    );
  });

  it('report cache misses', async () => {
    const { connect, hooks } = await startWithWebhooks();
    await join(connect(), 'cache-room');
    await hooks.got({ name: 'cache_miss', channel: 'cache-room', data: '{}' });
  });

  it('report no subscription counts if the app does not enable them', async () => {
    const { connect, hooks, server } = await startWithWebhooks();
    const pusher = connect();
    await join(pusher, 'room');
    pusher.disconnect();
    await hooks.got({ name: 'channel_vacated', channel: 'room' });
    await server.close();
    expect(hooks.events.map(({ name }) => name)).toEqual(['channel_occupied', 'channel_vacated']);
  });

  it('report subscription counts, but not on presence channels', async () => {
    const { connect, hooks } = await startWithWebhooks({}, { subscriptionCount: true });
    const pusher = connect();
    await join(pusher, 'presence-room');
    await join(pusher, 'room');
    await join(connect(), 'room');
    await hooks.got({ name: 'subscription_count', channel: 'room', subscription_count: 2 });
    pusher.disconnect();
    await expect
      .poll(() =>
        hooks.events
          .filter(({ name }) => name === 'subscription_count')
          .map((event) => event.subscription_count),
      )
      .toEqual([1, 2, 1]);
  });

  it('do not report server-to-user channels', async () => {
    const { raw, sdk, hooks } = await startWithWebhooks({}, { userAuthentication: true });
    const client = await raw();
    client.send('pusher:signin', sdk.authenticateUser(client.socketId, { id: 'ada' }));
    client.send('pusher:subscribe', { channel: '#server-to-user-ada', auth: '' });
    client.send('pusher:subscribe', { channel: 'room' });
    await hooks.got({ name: 'channel_occupied', channel: 'room' });
    expect(hooks.events.map(({ channel }) => channel)).not.toContain('#server-to-user-ada');
  });

  it('are sent to every URL, with the events that each one selects', async () => {
    const [all, some] = await Promise.all([receiveWebhooks(), receiveWebhooks()]);
    const webhooks = [{ url: all.url }, { url: some.url, events: ['member_added' as const] }];
    const { connect } = await startWorld({ webhooks }, { webhookBatchDelay: 0 });
    await join(connect({ member: { user_id: 'ada' } }), 'presence-room');
    await some.got({ name: 'member_added' });
    await all.got({ name: 'channel_occupied' });
    await all.got({ name: 'member_added' });
    expect(some.events).toHaveLength(1);
  });
});

describe('batches', () => {
  it('contain the events within the batch delay', async () => {
    const { raw, hooks } = await startWithWebhooks({ webhookBatchDelay: 30 });
    const client = await raw();
    for (const channel of ['a', 'b', 'c']) client.send('pusher:subscribe', { channel });
    await hooks.got({ name: 'channel_occupied', channel: 'c' });
    expect(hooks.requests).toHaveLength(1);
    const occupied = hooks.events.filter(({ name }) => name === 'channel_occupied');
    expect(occupied.map(({ channel }) => channel)).toEqual(['a', 'b', 'c']);
  });
});

describe('a subscriber or member that leaves', () => {
  it('and returns within the delay is not reported', async () => {
    const { connect, hooks, server } = await startWithWebhooks({ vacatedDelay: 10_000 });
    const member = { user_id: 'ada' };
    const first = connect({ member });
    await join(first, 'presence-room');
    first.unsubscribe('presence-room');
    await join(first, 'presence-room');
    first.unsubscribe('presence-room');
    await expect.poll(() => server.stats().channels).toBe(0);
    await join(connect({ member }), 'presence-room');
    // close() sends all pending reports, so the list is complete.
    await server.close();
    expect(hooks.events.map(({ name }) => name).sort()).toEqual([
      'channel_occupied',
      'channel_vacated',
      'member_added',
      'member_removed',
    ]);
  });

  it('is reported after the delay and not before', async () => {
    const { connect, hooks } = await startWithWebhooks({ vacatedDelay: 120 });
    const pusher = connect();
    await join(pusher, 'room');
    await hooks.got({ name: 'channel_occupied' });
    const left = Date.now();
    pusher.unsubscribe('room');
    await hooks.got({ name: 'channel_vacated' });
    expect(Date.now() - left).toBeGreaterThanOrEqual(115);
  });

  it('is reported early, the oldest first, when more than 10,000 reports are pending', async () => {
    const { raw, hooks } = await startWithWebhooks({ vacatedDelay: 600_000 });
    const client = await raw();
    for (let n = 0; n <= 10_000; n++) {
      client.send('pusher:subscribe', { channel: `room-${n}` });
      client.send('pusher:unsubscribe', { channel: `room-${n}` });
      if (n % 500 === 0) await client.settled();
    }
    await hooks.got({ name: 'channel_vacated', channel: 'room-0' });
    client.send('pusher:subscribe', { channel: 'marker' });
    await hooks.got({ name: 'channel_occupied', channel: 'marker' });
    const vacated = hooks.events.filter(({ name }) => name === 'channel_vacated');
    expect(vacated.map(({ channel }) => channel)).toEqual(['room-0']);
  }, 20_000);
});

describe('a slow receiver', () => {
  const occupied = (names: string[]) => names.map((channel) => ({ name: 'channel_occupied', channel }));

  it('receives one request at a time and in order, even if some fail', async () => {
    // The second and the fourth request fail once.
    const { raw, hooks, server } = await startWithWebhooks(
      { webhookRetryDelay: 10 },
      {},
      [200, 500, 200, 503],
    );
    const client = await raw();
    const names = Array.from({ length: 20 }, (_, n) => `room-${n}`);
    for (const channel of names) {
      client.send('pusher:subscribe', { channel });
      // Each event is sent in its own request.
      await client.settled();
    }
    await expect.poll(() => hooks.events.length).toBeGreaterThanOrEqual(20);
    await expect.poll(() => server.stats().webhooksDelivered).toBeGreaterThan(0);
    await hooks.got({ channel: 'room-19' });
    const bodies = hooks.requests.filter(({ rawBody }, n, all) => all[n - 1]?.rawBody !== rawBody);
    expect(bodies.flatMap(({ events }) => events)).toEqual(occupied(names));
    expect(hooks.requests.length).toBe(bodies.length + 2);
    expect(hooks.mostAtOnce).toBe(1);
  });

  it('loses the oldest events beyond maxWebhookBytes, with one error and a count', async () => {
    const { raw, hooks, server, errors } = await startWithWebhooks(
      { webhookRetryDelay: 60_000, maxWebhookBytes: 30_000 },
      {},
      [500],
    );
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'first' });
    await hooks.got({ channel: 'first' });
    // While the first one waits for its retry, the next ones fill the queue.
    for (let n = 0; n < 900; n++)
      client.send('pusher:subscribe', { channel: `room-${n}-${'x'.repeat(100)}` });
    await client.settled();
    await expect.poll(() => errors.length).toBe(1);
    expect(String(errors[0])).toContain('more than 30000 bytes are pending');
    await server.close();
    const lengths = hooks.requests.map(({ rawBody }) => rawBody.length);
    expect(lengths.slice(2).reduce((sum, length) => sum + length, 0)).toBeLessThan(90_000);
    expect(server.stats().webhooksLost).toBeGreaterThan(0);
    const kept = hooks.events.map(({ channel }) => String(channel));
    expect(kept.some((channel) => channel.startsWith('room-899-'))).toBe(true);
    expect(kept.some((channel) => channel.startsWith('room-0-'))).toBe(false);
  });

  it('receives bodies of at most 256 kB', async () => {
    const { connect, raw, hooks, sdk } = await startWithWebhooks(
      { webhookBatchDelay: 60_000 },
      { limits: { clientEventsPerSecond: 1_000 } },
    );
    await join(connect(), 'private-room');
    const client = await raw();
    client.send('pusher:subscribe', authFor(client, sdk, 'private-room'));
    await client.next('pusher_internal:subscription_succeeded');
    for (let n = 0; n < 100; n++) client.send('client-n', '"'.repeat(10_000), 'private-room');
    await expect.poll(() => hooks.requests.length, { timeout: 5_000 }).toBeGreaterThan(5);
    expect(Math.max(...hooks.requests.map(({ rawBody }) => rawBody.length))).toBeLessThanOrEqual(262_300);
  });

  it('delays the shutdown of the server by at most one request', async () => {
    const { raw, server } = await startWithWebhooks({ webhookTimeout: 200 }, {}, Array(50).fill(0));
    const client = await raw();
    for (let n = 0; n < 20; n++) {
      client.send('pusher:subscribe', { channel: `room-${n}` });
      await client.settled();
    }
    const closedAt = performance.now();
    await server.close();
    expect(performance.now() - closedAt).toBeLessThan(1_500);
    expect(server.stats().webhooksLost).toBeGreaterThan(1);
  });
});

describe('a failed webhook', () => {
  it.each([
    ['returns 500', 500],
    ['redirects', 302],
    ['does not respond in time', 0],
  ])('to a receiver that %s is retried with the same body', async (_, status) => {
    const { connect, hooks, server, errors } = await startWithWebhooks(
      { webhookRetryDelay: 10, webhookTimeout: 80, webhookBatchDelay: 10 },
      {},
      [status, status],
    );
    await join(connect(), 'room');
    await expect.poll(() => server.stats().webhooksDelivered).toBe(1);
    const bodies = hooks.requests.map(({ rawBody }) => rawBody);
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies).size).toBe(1);
    expect(errors).toEqual([]);
  });

  it('is retried at growing intervals until webhookRetryFor has passed, and then reported as an error', async () => {
    let now = Date.now();
    const { connect, hooks, server, errors } = await startWithWebhooks(
      { webhookRetryDelay: 10, webhookBatchDelay: 10, now: () => now },
      {},
      Array(20).fill(503),
    );
    await join(connect(), 'room');
    await expect.poll(() => hooks.requests.length).toBe(4);
    now += 300_000;
    await expect.poll(() => errors.length).toBe(1);
    expect(String(errors[0])).toContain('status 503');
    expect(server.stats()).toMatchObject({ webhooksDelivered: 0, webhooksLost: 1 });
  });

  it('does not prevent the server from closing', async () => {
    const { connect, server, errors } = await startWithWebhooks(
      { webhookRetryDelay: 60_000 },
      { webhooks: [{ url: 'http://127.0.0.1:9/unreachable' }] },
    );
    await join(connect(), 'room');
    await server.close();
    expect(errors.length).toBeGreaterThan(0);
  });
});
