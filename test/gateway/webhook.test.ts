import { afterEach, describe, expect, it, vi } from 'vitest';
import { GatewayError, type Store } from '../../src/index.ts';
import { signWebhook } from '../../src/signing/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { app, collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): ID! @channel(name: "room-{roomId}") }
`;

interface Delivery {
  body?: string;
  headers?: Record<string, string>;
}

describe('the webhook', () => {
  let stack: Stack;
  afterEach(async () => {
    vi.useRealTimers();
    await stack.close();
  });

  const deliver = (events: unknown, { body, headers }: Delivery = {}): Promise<Response> => {
    const text = body ?? JSON.stringify({ time_ms: Date.now(), events });
    return stack.gateway.fetch(
      new Request('http://gateway.test/pusher/webhook', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': app.key,
          'x-pusher-signature': signWebhook(app.secret, text),
          ...headers,
        },
        body: text,
      }),
    );
  };

  /** When each registration ends, in ms from now, by channel. */
  async function remaining(): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for await (const { channel, expiresIn } of stack.store.registrations.all()) found[channel] = expiresIn;
    return found;
  }

  const hour = 60 * 60 * 1000;

  it('a channel that was left lingers, and one that is joined again lives on', async () => {
    stack = await startStack({ typeDefs });
    const query = 'subscription { messageAdded(roomId: "1") }';
    const { channel } = await stack.grant('1.2', { query, token: await tokenFor('ada') });
    expect((await remaining())[channel]).toBeGreaterThan(hour);
    const vacated = [{ name: 'channel_vacated', channel }];
    expect((await deliver(vacated)).status).toBe(200);
    expect((await remaining())[channel]).toBeLessThan(hour);
    // Once more, and about a channel that nobody knows: no harm.
    expect((await deliver([...vacated, { name: 'channel_vacated', channel: 'private-x' }])).status).toBe(200);
    expect((await remaining())[channel]).toBeLessThan(hour);
    expect((await deliver([{ name: 'channel_occupied', channel }])).status).toBe(200);
    expect((await remaining())[channel]).toBeGreaterThan(hour);
  });

  it('one that comes late does not end what somebody is on', async () => {
    stack = await startStack({ typeDefs });
    const token = await tokenFor('ada');
    let auth = '';
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, { auth }),
      },
    });
    const grant = await stack.grant(socketId, {
      query: 'subscription { messageAdded(roomId: "1") }',
      token,
    });
    auth = grant.auth;
    await collect(pusher.subscribe(grant.channel), grant.event).joined;
    await deliver([{ name: 'channel_vacated', channel: grant.channel }]);
    expect((await remaining())[grant.channel]).toBeGreaterThan(hour);
  });

  it('the real one comes by itself, when the last subscriber leaves', async () => {
    stack = await startStack({ typeDefs }, { http: true });
    const token = await tokenFor('ada');
    let auth = '';
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, { auth }),
      },
    });
    const grant = await stack.grant(socketId, {
      query: 'subscription { messageAdded(roomId: "1") }',
      token,
    });
    auth = grant.auth;
    await collect(pusher.subscribe(grant.channel), grant.event).joined;
    pusher.disconnect();
    await expect.poll(async () => (await remaining())[grant.channel]).toBeLessThan(hour);
    expect(stack.errors).toEqual([]);
  });

  it('unknown events are ignored, beside those that are known', async () => {
    stack = await startStack({ typeDefs });
    const query = 'subscription { messageAdded(roomId: "1") }';
    const { channel } = await stack.grant('1.2', { query, token: await tokenFor('ada') });
    const unknown = [
      { name: 'channel_renamed', channel },
      { name: 'channel_vacated' },
      { name: 'member_added', channel: 'presence-a' },
      { name: 'client_event', channel: 'private-a' },
      { name: 'cache_miss', channel: 'cache-a', data: 'x', later: { more: true } },
      { name: 'subscription_count', channel: 'a', subscription_count: 3 },
      'nonsense',
      null,
    ];
    expect((await deliver([...unknown, { name: 'channel_vacated', channel }])).status).toBe(200);
    expect((await remaining())[channel]).toBeLessThan(hour);
    for (const body of ['{}', '[]', 'null', '{"events":1}']) {
      expect((await deliver([], { body })).status).toBe(200);
    }
    expect(stack.errors).toEqual([]);
  });

  it.each<[string, Delivery]>([
    ['a forged signature', { headers: { 'x-pusher-signature': 'f'.repeat(64) } }],
    ['the signature of another body', { headers: { 'x-pusher-signature': signWebhook(app.secret, '{}') } }],
    ['no signature', { headers: { 'x-pusher-signature': '' } }],
    ["another app's key", { headers: { 'x-pusher-key': 'other' } }],
    ['another content type', { headers: { 'content-type': 'text/plain' } }],
    ['a body that is no JSON', { body: 'channel_vacated' }],
  ])('with %s is refused and changes nothing', async (_what, delivery) => {
    stack = await startStack({ typeDefs });
    const query = 'subscription { messageAdded(roomId: "1") }';
    const { channel } = await stack.grant('1.2', { query, token: await tokenFor('ada') });
    const response = await deliver([{ name: 'channel_vacated', channel }], delivery);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      error: expect.stringMatching(/signature of the webhook is invalid/),
      code: 'FORBIDDEN',
    });
    expect((await remaining())[channel]).toBeGreaterThan(hour);
  });

  it('the signature is that of the raw body, however its JSON is written', async () => {
    stack = await startStack({ typeDefs });
    const body = `{ "time_ms" : ${Date.now()},\n "events" : [ ], "ä" : "\\u00e4" }`;
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await deliver([], { body, headers })).status).toBe(200);
  });

  it('is asked for again while the store or Pusher is away', async () => {
    const store = createSqliteStore(':memory:');
    let away = true;
    const failing: Store = {
      ...store,
      registrations: {
        ...store.registrations,
        expireIn: async (channel, ttl) => {
          if (away) throw new GatewayError('STORE_UNAVAILABLE', 'The store is unavailable. Retry later.');
          return store.registrations.expireIn(channel, ttl);
        },
      },
    };
    stack = await startStack({ typeDefs, store: failing });
    const query = 'subscription { messageAdded(roomId: "1") }';
    const { channel } = await stack.grant('1.2', { query, token: await tokenFor('ada') });
    expect((await deliver([{ name: 'channel_vacated', channel }])).status).toBe(503);
    away = false;
    expect((await deliver([{ name: 'channel_vacated', channel }])).status).toBe(200);
    await stack.channels.close();
    expect((await deliver([{ name: 'channel_vacated', channel }])).status).toBe(503);
  });

  it('is answered within the 4 s that Pusher waits, though the store takes longer', async () => {
    const store = createSqliteStore(':memory:');
    let fail = (_error: Error): void => undefined;
    const slow: Store = {
      ...store,
      registrations: {
        ...store.registrations,
        expireIn: () => new Promise((_resolve, reject) => (fail = reject)),
      },
    };
    stack = await startStack({ typeDefs, store: slow });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const response = deliver([{ name: 'channel_occupied', channel: 'private-room-1' }]);
    await vi.advanceTimersByTimeAsync(3_900);
    expect((await response).status).toBe(503);
    // What goes wrong afterwards is heard of.
    fail(new Error('gone'));
    await expect.poll(() => stack.errors.map(String)).toEqual(['Error: gone']);
  });
});
