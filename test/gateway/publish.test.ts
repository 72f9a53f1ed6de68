import { afterEach, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { send(roomId: ID!, text: String!): Message! }
  type Subscription {
    messageAdded(roomId: ID!, min: Int! = 0): Message! @channel(name: "room-{roomId}")
    notified: Message! @channel(name: "user-{viewer.sub}", per: ["sub"])
    priceChanged(symbol: ID!): Float! @channel(name: "price-{symbol}", access: PUBLIC)
    secretAdded(roomId: ID!): Message! @channel(name: "secret-{roomId}", access: ENCRYPTED)
  }
  type Message { id: ID! text: String size: Int! me: String nested: Message }
`;

interface Message {
  id: number;
  text: string;
}

describe('publishing', () => {
  let stack: Stack;
  let executions = 0;
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    executions = 0;
    let count = 0;
    stack = await startStack({
      typeDefs,
      resolvers: {
        Mutation: {
          send: async (
            _root: unknown,
            args: { roomId: string; text: string },
            { publish }: { publish: Stack['gateway']['publish'] },
          ) => {
            const message = { id: ++count, text: args.text };
            await publish('messageAdded', { roomId: args.roomId }, message);
            return message;
          },
        },
        Subscription: {
          messageAdded: { filter: ({ text }: Message, { min }: { min: number }) => text.length >= min },
        },
        Message: {
          size: ({ text }: Message) => {
            executions++;
            return text.length;
          },
          me: (_message: Message, _args: unknown, { viewer }: { viewer: unknown }) => JSON.stringify(viewer),
          text: ({ text }: Message) => {
            if (text === 'throw') throw new Error('the database is at db.internal:5432');
            return text;
          },
        },
      },
    });
  }

  /** Subscribes and joins; its results arrive in `messages`. */
  async function subscriber(query: string, sub = 'ada') {
    let auth: { auth: string; shared_secret?: string } = { auth: '' };
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, auth),
      },
    });
    const grant = await stack.grant(socketId, { query, token: await tokenFor(sub) });
    auth = { auth: grant.auth, ...(grant.sharedSecret ? { shared_secret: grant.sharedSecret } : {}) };
    const results = collect(pusher.subscribe(grant.channel), grant.event);
    await results.joined;
    return { grant, ...results };
  }

  it('executes an operation once and calls Pusher once, however many subscribe', async () => {
    await start();
    const token = await tokenFor('ada');
    const query = 'subscription { messageAdded(roomId: "1") { id size } }';
    const grants = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => stack.grant(`1.${index}`, { query, token })),
    );
    expect(new Set(grants.map(({ channel }) => channel)).size).toBe(1);
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'hi' });
    expect(executions).toBe(1);
    expect(stack.sent).toEqual([[{ channel: grants[0]?.channel, event: 'result' }]]);
  });

  it('executes each distinct operation once, and sends them in batches of ten', async () => {
    await start();
    const token = await tokenFor('ada');
    for (let index = 0; index < 25; index++) {
      const query = `subscription { messageAdded(roomId: "1") { id size alias${index}: id } }`;
      await stack.grant('1.1', { query, token });
      await stack.grant('1.2', { query, token });
    }
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'hi' });
    expect(executions).toBe(25);
    expect(stack.sent.map((batch) => batch.length)).toEqual([10, 10, 5]);
  });

  it('keeps the order of events that are published at once, in few requests', async () => {
    await start();
    const { messages, next } = await subscriber('subscription { messageAdded(roomId: "1") { id } }');
    const events = Array.from({ length: 50 }, (_, id) => ({ id, text: 'x' }));
    const published = await Promise.all(
      events.map((event) => stack.gateway.publish('messageAdded', { roomId: '1' }, event)),
    );
    expect(published.map(({ status }) => status)).toEqual(events.map(() => 'sent'));
    for (const _ of events) await next();
    expect(messages.map(({ offset }) => offset)).toEqual(events.map((_, index) => index + 1));
    expect(messages.map(({ result }) => result.data.messageAdded.id)).toEqual(
      events.map(({ id }) => String(id)),
    );
    expect(stack.sent.length).toBeLessThanOrEqual(6);
  });

  it('reaches only its topic, and only operations whose filter wants the event', async () => {
    await start();
    const all = await subscriber('subscription { messageAdded(roomId: "1") { text } }');
    const long = await subscriber('subscription { messageAdded(roomId: "1", min: 5) { text } }');
    const other = await subscriber('subscription { messageAdded(roomId: "2") { text } }');
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'hi' });
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 2, text: 'hello' });
    await stack.gateway.publish('messageAdded', { roomId: '2' }, { id: 3, text: 'there' });
    // An event that was filtered out takes no number, so it does not look like a gap.
    expect(await long.next()).toMatchObject({
      offset: 1,
      result: { data: { messageAdded: { text: 'hello' } } },
    });
    expect(await other.next()).toMatchObject({
      offset: 1,
      result: { data: { messageAdded: { text: 'there' } } },
    });
    expect([await all.next(), await all.next()].map(({ offset }) => offset)).toEqual([1, 2]);
  });

  it('gives the execution the claims of per and no others', async () => {
    await start();
    const shared = await subscriber('subscription { messageAdded(roomId: "1") { me } }');
    const mine = await subscriber('subscription { notified { me } }');
    const others = await subscriber('subscription { notified { me } }', 'bob');
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'hi' });
    await stack.gateway.publish('notified', { viewer: { sub: 'ada' } }, { id: 2, text: 'psst' });
    expect((await shared.next()).result.data.messageAdded.me).toBe('{"claims":{}}');
    expect((await mine.next()).result.data.notified.me).toBe('{"id":"ada","claims":{"sub":"ada"}}');
    expect(others.messages).toEqual([]);
  });

  it('tells subscribers of an error without its secrets, and leaves other operations alone', async () => {
    await start();
    const failing = await subscriber('subscription { messageAdded(roomId: "1") { id text } }');
    const fine = await subscriber('subscription { messageAdded(roomId: "1") { id } }');
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'throw' });
    const { result } = await failing.next();
    expect(result).toEqual({
      data: { messageAdded: { id: '1', text: null } },
      errors: [
        {
          message: 'Unexpected error.',
          path: ['messageAdded', 'text'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true },
        },
      ],
    });
    expect((await fine.next()).result).toEqual({ data: { messageAdded: { id: '1' } } });
  });

  it('sends plain events to whoever may join the topic channel', async () => {
    await start();
    const token = await tokenFor('ada');
    const { pusher } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: async ({ socketId, channelName }, callback) => {
          const { data, errors } = await stack.request({
            query:
              'mutation ($s: String!, $c: String!) { authorizeChannel(socketId: $s, channelName: $c) { auth } }',
            variables: { s: socketId, c: channelName },
            token,
          });
          callback(errors ? new Error(errors[0]?.message) : null, data?.authorizeChannel ?? null);
        },
      },
    });
    const plain = collect(pusher.subscribe('private-room-1'), 'messageAdded');
    await plain.joined;
    await stack.request({ query: 'mutation { send(roomId: "1", text: "hi") { id } }', token });
    expect(await plain.next()).toEqual({ id: '1', text: 'hi', size: 2, me: '{"claims":{}}' });
  });

  it('sends plain events of a public field to channels that nobody had to ask for', async () => {
    await start();
    const { pusher } = await stack.connect();
    const price = collect(pusher.subscribe('price-ACME'), 'priceChanged');
    await price.joined;
    await stack.gateway.publish('priceChanged', { symbol: 'ACME' }, 12.5);
    expect(await price.next()).toBe(12.5);
    const late = collect(pusher.subscribe('cache-price-ACME'), 'priceChanged');
    expect(await late.next()).toBe(12.5);
  });

  it('tells of a result that is too large for one message, in pieces or to be fetched', async () => {
    await start();
    const { grant, next } = await subscriber('subscription { messageAdded(roomId: "1") { text } }');
    // Hardly compressible, so that it needs several pieces.
    const text = Array.from({ length: 6_000 }, (_, index) => Math.sin(index).toString(36)).join('');
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text });
    const first = await next();
    expect(first.chunk).toMatchObject({ index: 0, count: expect.any(Number) });
    const pieces = [first];
    while (pieces.length < first.chunk.count) pieces.push(await next());
    const bytes = Buffer.from(pieces.map(({ chunk }) => chunk.data).join(''), 'base64');
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(stream).json()).toEqual({ data: { messageAdded: { text } } });
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 2, text: 'x'.repeat(1_000_000) });
    expect(await next()).toEqual({ epoch: grant.position.epoch, offset: 2, fetch: true });
    const fetched = await stack.grant('1.2', {
      query: 'subscription { messageAdded(roomId: "1") { text } }',
      token: await tokenFor('ada'),
      extensions: { pusher: { position: { epoch: grant.position.epoch, offset: 1 } } },
    });
    expect(fetched.recovered).toBe(true);
    expect(
      fetched.missed?.map(({ offset, result }) => [offset, JSON.stringify(result).length > 1_000_000]),
    ).toEqual([[2, true]]);
  });

  it('refuses an event or arguments that cannot be published', async () => {
    await start();
    await expect(stack.gateway.publish('nothing', {}, {})).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(stack.gateway.publish('messageAdded', {}, {})).rejects.toThrow(
      /argument "roomId" is missing/,
    );
    await expect(stack.gateway.publish('messageAdded', { roomId: 'a;b' }, {})).rejects.toThrow(
      /cannot be part of a channel name/,
    );
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await expect(stack.gateway.publish('messageAdded', { roomId: '1' }, circular)).rejects.toThrow(/JSON/);
  });
});
