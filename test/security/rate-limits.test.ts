import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayOptions, RateCounters } from '../../src/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { registeredChannels, routes, signature } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!, min: Int): String! @channel(name: "room-{roomId}")
    priced(symbol: ID!): String! @channel(name: "price-{symbol}", access: PUBLIC)
  }
`;
const query = 'subscription { messageAdded(roomId: "1") }';
const pusher = { socketId: '1.2' };

let stack: Stack;
afterEach(() => stack.close());

const start = async (options: Partial<GatewayOptions> = {}): Promise<void> => {
  stack = await startStack({ typeDefs, rules: { trigger: () => true }, ...options });
};

describe('one viewer', () => {
  it.each([
    ['subscribes', 'subscribe', query],
    [
      'triggers',
      'trigger',
      'mutation { trigger(channels: ["private-x"], event: "x", data: 1) { __typename } }',
    ],
    [
      'authorizes by mutation',
      'authorize',
      'mutation { authorizeChannel(socketId: "1.2", channelName: "private-room-1") { auth } }',
    ],
    ['signs in by mutation', 'authorize', 'mutation { authenticateUser(socketId: "1.2") { auth } }'],
  ])(
    'that %s too often is told when to come back, and the others are served',
    async (_what, kind, document) => {
      await start({ rateLimits: { [kind]: { viewer: 3 } } });
      const ask = async (name: string) =>
        stack.gateway.fetch(
          new Request('http://gateway.test/graphql', {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor(name)}` },
            body: JSON.stringify({ query: document, extensions: { pusher } }),
          }),
        );
      for (let n = 0; n < 3; n++) expect((await ask('mallory')).status).toBe(200);
      const refused = await ask('mallory');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      const body = (await refused.json()) as { errors: { extensions: { code: string } }[] };
      expect(body.errors[0]?.extensions.code).toBe('RATE_LIMITED');
      expect((await ask('ada')).status).toBe(200);
    },
  );

  it('that authorizes too often by REST is told so, channel by channel and in a batch', async () => {
    await start({ rateLimits: { authorize: { viewer: 12 } } });
    const token = await tokenFor('mallory');
    const channels = Array.from({ length: 10 }, (_, n) => `channel_name[${n}]=private-room-${n}`).join('&');
    const post = (body: string) =>
      stack.gateway.fetch(
        new Request('http://gateway.test/pusher/auth', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${token}` },
          body,
        }),
      );
    expect((await post(`socket_id=1.2&${channels}`)).status).toBe(200);
    const batch = await post(`socket_id=1.2&${channels}`);
    expect([batch.status, (await batch.json()) as object]).toMatchObject([429, { code: 'RATE_LIMITED' }]);
    expect(Number(batch.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const ask of Object.values(routes))
      expect((await ask(stack, 'private-room-1', token)).code).toBe('RATE_LIMITED');
  });

  it('each event of a batch counts', async () => {
    await start({ rateLimits: { trigger: { viewer: 5 } } });
    const events = Array.from({ length: 6 }, () => '{ channel: "private-x", event: "x", data: 1 }').join(' ');
    const { errors } = await stack.request({
      query: `mutation { triggerBatch(events: [${events}]) { __typename } }`,
      token: await tokenFor('mallory'),
    });
    expect(errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    expect(stack.sent).toEqual([]);
  });

  it('is not limited where limits are off', async () => {
    await start({ rateLimits: false, quotas: false });
    const token = await tokenFor('ada');
    for (let n = 0; n < 700; n++)
      await stack.grant('1.2', { query: query.replace('"1"', `"1", min: ${n % 150}`), token });
  });
});

describe('one address', () => {
  let server: Server | undefined;
  afterEach(() => server?.close().closeAllConnections());

  async function serve(options: Partial<GatewayOptions>): Promise<string> {
    await start({ rateLimits: { subscribe: { address: 3 } }, ...options });
    server = createServer((request, response) => stack.gateway.handle(request, response));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }

  const subscribe = async (
    url: string,
    name: string,
    headers: Record<string, string> = {},
  ): Promise<number> => {
    const token = await tokenFor(name);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify({ query, extensions: { pusher } }),
    });
    await response.text();
    return response.status;
  };

  it('is limited whoever it says it is, and whatever it says of where it is', async () => {
    const url = await serve({});
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++)
      statuses.push(await subscribe(url, `user-${n}`, { 'x-forwarded-for': `10.0.0.${n}` }));
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('is not used up by one request that asks for more than a request may', async () => {
    const limits = { authorize: { address: 250 }, trigger: { address: 30 } };
    const url = await serve({ rateLimits: limits });
    const post = async (path: string, name: string, body: object): Promise<string> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor(name)}` };
      return (
        await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) })
      ).text();
    };
    const channels = Array.from({ length: 10_000 }, (_, n) => `private-room-${n}`);
    const batch = { socket_id: '1.2', channel_name: channels };
    expect(await post('/pusher/auth', 'mallory', batch)).toContain('at most 100 channels');
    expect(
      await post('/pusher/auth', 'ada', { ...batch, channel_name: channels.slice(0, 100) }),
    ).not.toContain('RATE_LIMITED');
    const trigger = (name: string, times: number) =>
      post('/graphql', name, {
        query: 'mutation ($of: [TriggerEventInput!]!) { triggerBatch(events: $of) { __typename } }',
        variables: {
          of: Array.from({ length: times }, () => ({ channel: 'private-x', event: 'x', data: 1 })),
        },
      });
    expect(await trigger('mallory', 5_000)).toContain('at most 10 events');
    expect(await trigger('ada', 10)).not.toContain('RATE_LIMITED');
  });

  it('is what a trusted proxy says, and not what the client wrote before it', async () => {
    const url = await serve({ trustedProxy: { header: 'x-forwarded-for' } });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++)
      statuses.push(await subscribe(url, 'ada', { 'x-forwarded-for': `10.0.0.${n}, 203.0.113.7` }));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await subscribe(url, 'ada', { 'x-forwarded-for': '203.0.113.7, 203.0.113.8' })).toBe(200);
  });

  it('of IPv6 is its network, since a client has all of that', async () => {
    const url = await serve({ trustedProxy: { header: 'x-real-ip' } });
    const statuses: number[] = [];
    for (const address of [
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff::',
      '2001:0db8:0001:0002:0:0:0:9',
      '2001:db8:1:2::9%eth0',
    ])
      statuses.push(await subscribe(url, 'ada', { 'x-real-ip': address }));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await subscribe(url, 'ada', { 'x-real-ip': '2001:db8:1:3::1' })).toBe(200);
    expect(await subscribe(url, 'ada', { 'x-real-ip': '::1' })).toBe(200);
  });
});

describe('different subscriptions', () => {
  type Wanted = readonly [name: string, min: number, room?: string];

  /** One after the other. */
  async function codes(...wanted: Wanted[]): Promise<unknown[]> {
    const outcomes: unknown[] = [];
    for (const [name, min, room = '1'] of wanted) {
      const { errors } = await stack.request({
        query: `subscription { messageAdded(roomId: "${room}", min: ${min}) }`,
        extensions: { pusher },
        token: await tokenFor(name),
      });
      outcomes.push(errors?.[0]?.extensions?.code ?? 'granted');
    }
    return outcomes;
  }

  it('of one viewer to one topic are limited, so that it costs the others nothing', async () => {
    await start({ quotas: { operationsPerTopicAndViewer: 3 } });
    expect(await codes(...[1, 2, 3, 4].map((min) => ['mallory', min] as const))).toEqual([
      'granted',
      'granted',
      'granted',
      'RATE_LIMITED',
    ]);
    expect(await codes(['ada', 4], ['mallory', 3], ['mallory', 1, '2'])).toEqual([
      'granted',
      'granted',
      'granted',
    ]);
    expect(await registeredChannels(stack)).toHaveLength(5);
  });

  it('of a viewer are not counted for another one whose id reads like a viewer and a topic', async () => {
    await start({ quotas: { operationsPerTopicAndViewer: 2 } });
    const mallory = 'ada messageAdded:room-1';
    expect(await codes([mallory, 1, '2'], [mallory, 2, '2'], ['ada', 3], ['ada', 4])).toEqual([
      ...['granted', 'granted', 'granted', 'granted'],
    ]);
  });

  it('are not more after a topic was revoked', async () => {
    await start({ quotas: { operationsPerTopicAndViewer: 1 } });
    for (let n = 0; n < 5; n++) {
      expect(await codes(['ada', 1])).toEqual(['granted']);
      await stack.gateway.revoke('messageAdded', { roomId: '1' });
    }
  });

  it('of all to one topic are limited; who has the same as another is served', async () => {
    await start({ quotas: { operationsPerTopic: 2 } });
    expect(await codes(['ada', 1], ['bob', 2])).toEqual(['granted', 'granted']);
    expect(await codes(['eve', 3], ['eve', 2])).toEqual(['RATE_LIMITED', 'granted']);
    expect(await codes(['eve', 3, '2'])).toEqual(['granted']);
  });

  it('of one viewer to all topics are limited, topic channels and those of peers’ clients among them', async () => {
    await start({ quotas: { operationsPerViewer: 2 }, dialect: 'graphql-ruby' });
    const token = await tokenFor('mallory');
    const [rest] = Object.values(routes);
    expect((await rest?.(stack, 'private-room-1', token))?.text).toMatch(signature);
    const peer = () => stack.request({ query, token });
    expect((await peer()).errors).toBeUndefined();
    expect((await peer()).errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    expect(await codes(['mallory', 1, '9'])).toEqual(['RATE_LIMITED']);
    expect((await rest?.(stack, 'private-room-2', token))?.code).toBe('RATE_LIMITED');
    expect(await codes(['ada', 1, '9'])).toEqual(['granted']);
  });
});

describe('counts in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('hold for all instances that share it, and go on in each when it is away', async () => {
    const store = () => createRedisStore({ redis: redis.url, prefix: 'limits' });
    const [one, other] = [store(), store()];
    await Promise.all([one.ready(), other.ready()]);
    const countIn = ({ rateCounters }: { rateCounters?: RateCounters }) =>
      rateCounters?.counter('subscribe-viewer', { times: 3, seconds: 60 });
    const [first, second] = [countIn(one), countIn(other)];
    const answers = [
      await first?.('ada'),
      await second?.('ada'),
      await first?.('ada'),
      await second?.('ada'),
    ];
    expect(answers).toEqual([undefined, undefined, undefined, expect.any(Number)]);
    expect(await second?.('bob')).toBeUndefined();
    await redis.kill();
    await expect(one.ready()).rejects.toThrow('does not answer');
    const alone = [];
    for (let n = 0; n < 4; n++) alone.push(await first?.('eve'));
    expect(alone).toEqual([undefined, undefined, undefined, expect.any(Number)]);
    await Promise.all([one.close(), other.close()]);
    stack = await startStack({ typeDefs });
  });
});
