import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
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
    expect(await post('/pusher/auth', 'mallory', batch)).toContain('at most 100');
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

  /** Whether each header of a list counts for one and the same client. */
  async function areOneClient(header: string, values: readonly (string | undefined)[], proxies = 1) {
    await start({
      rateLimits: { subscribe: { address: values.length } },
      trustedProxy: { header, proxies },
    });
    const token = await tokenFor('ada');
    const ask = async (value: string | undefined): Promise<number> => {
      const request = new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...(value === undefined ? {} : { [header]: value }),
        },
        body: JSON.stringify({ query, extensions: { pusher } }),
      });
      return (await stack.gateway.fetch(request)).status;
    };
    for (const value of values) expect(await ask(value), value).toBe(200);
    for (const value of values) expect(await ask(value), value).toBe(429);
    expect(await ask('198.51.100.99, 198.51.100.98')).toBe(200);
    expect(await ask('[2001:db8:ffff:ffff::1]:80, [2001:db8:ffff:fffe::1]:80')).toBe(200);
    await stack.close();
  }

  it.each<[string, string, (string | undefined)[]]>([
    [
      'with and without a port',
      'x-forwarded-for',
      ['203.0.113.7', '203.0.113.7:1', '203.0.113.7:65535', ' 203.0.113.7:80 '],
    ],
    [
      'of IPv6 anywhere in its /64 network, however it is written',
      'x-real-ip',
      [
        ...['2001:db8:1:2::1', '2001:DB8:1:2:ffff::', '2001:0db8:0001:0002:0:0:0:9', '2001:db8:1:2::9%eth0'],
        ...[
          '[2001:db8:1:2::9]',
          '[2001:db8:1:2::9]:443',
          '[2001:db8:1:2::9%25en0]:443',
          '2001:db8:1:2::192.0.2.1',
        ],
      ],
    ],
    [
      'of IPv4 that is written as IPv6',
      'x-real-ip',
      [
        '203.0.113.7',
        '::ffff:203.0.113.7',
        '::FFFF:cb00:7107',
        '[::ffff:203.0.113.7]:443',
        '0:0:0:0:0:ffff:203.0.113.7',
      ],
    ],
    [
      'that comes last, whatever the client wrote before it',
      'x-forwarded-for',
      ['10.0.0.1, 203.0.113.7', '10.0.0.2,203.0.113.7:99', 'x, , 203.0.113.7', '203.0.113.7'],
    ],
    [
      'in the words of RFC 7239',
      'forwarded',
      [
        'for=203.0.113.7',
        'For="203.0.113.7:4711";proto=https',
        'for=10.0.0.1, proto=http;for=203.0.113.7;by=10.0.0.3',
        'for="[::ffff:203.0.113.7]:1"',
      ],
    ],
    [
      'that is missing or is none',
      'x-forwarded-for',
      [
        undefined,
        '',
        'unknown',
        '_hidden',
        '1.2.3',
        '1.2.3.4.5',
        '[::g]',
        'a:1',
        ':1',
        '2001:db8:::1',
        'x'.repeat(4_000),
      ],
    ],
  ])('%s is one client', async (_what, header, values) => {
    await areOneClient(header, values);
    await start();
  });

  it('of two proxies is the entry before the last; a request past one of them counts with those without an address', async () => {
    await areOneClient('x-forwarded-for', ['10.0.0.1, 203.0.113.7, 10.0.0.9', '203.0.113.7:1, 10.0.0.8'], 2);
    await areOneClient('x-forwarded-for', ['203.0.113.7', undefined, '203.0.113.8'], 2);
    await start();
  });

  it('of the socket counts where the trusted header is missing', async () => {
    const url = await serve({ trustedProxy: { header: 'x-real-ip' } });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push(await subscribe(url, `user-${n}`));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await subscribe(url, 'ada', { 'x-real-ip': '203.0.113.7' })).toBe(200);
  });

  it('whatever a client writes before what the proxy adds, it is the same one', async () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.string());
    await start({ rateLimits: { subscribe: { address: 1 } }, trustedProxy: { header: 'x-forwarded-for' } });
    const token = await tokenFor('ada');
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(address, { maxLength: 4 }), fc.nat({ max: 65_535 }), async (before, port) => {
        const header = [
          ...before.map((each) => each.replaceAll(/[^\x21-\x7e]/g, '')),
          `203.0.113.7:${port}`,
        ].join(', ');
        const response = await stack.gateway.fetch(
          new Request('http://gateway.test/graphql', {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              authorization: `Bearer ${token}`,
              'x-forwarded-for': header,
            },
            body: JSON.stringify({ query, extensions: { pusher } }),
          }),
        );
        expect(response.status).toBe(turn++ === 0 ? 200 : 429);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it.each([
    [{ header: 'x forwarded for' }, 'trustedProxy.header: "x forwarded for" is not the name of a header'],
    [{ header: 'x-real-ip', proxies: 0 }, 'trustedProxy.proxies: 0 is not a whole number from 1'],
    [{ header: 'x-real-ip', proxies: 1.5 }, 'trustedProxy.proxies: 1.5 is not a whole number from 1'],
  ])('is not looked for where nothing can be found: %s', async (trustedProxy, message) => {
    await expect(start({ trustedProxy })).rejects.toThrow(message);
    await start();
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
    await expect(one.ready()).rejects.toThrow('unavailable');
    const alone = [];
    for (let n = 0; n < 4; n++) alone.push(await first?.('eve'));
    expect(alone).toEqual([undefined, undefined, undefined, expect.any(Number)]);
    await Promise.all([one.close(), other.close()]);
    stack = await startStack({ typeDefs });
  });
});
