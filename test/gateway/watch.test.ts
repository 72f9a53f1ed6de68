import { createParser } from 'eventsource-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signWebhook } from '../../src/signing/index.ts';
import { app, collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { authorizedByMutation } from './support/authorized-by-mutation.ts';

describe('watching channels', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada');
    stack = await startStack(
      {
        typeDefs: /* GraphQL */ `
          type Query { hello: String }
          type Subscription { added(roomId: ID!): ID! @channel(name: "topic-{roomId}") }
        `,
        resolvers: {
          Subscription: { added: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' } },
        },
        rules: {
          channel: (channel) => !channel.includes('secret'),
          inspect: (question) => !('channel' in question && question.channel.includes('secret')),
          trigger: () => true,
        },
      },
      { http: true, app: { clientEvents: true } },
    );
  });
  afterAll(() => stack.close());

  /** Subscribes over Pusher; what is published then arrives in `next()`. */
  async function watch(query: string) {
    let auth = '';
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, { auth }),
      },
    });
    const grant = await stack.grant(socketId, { query, token });
    auth = grant.auth;
    const results = collect(pusher.subscribe(grant.channel), grant.event);
    await results.joined;
    return { grant, ...results, next: async () => (await results.next()).result.data };
  }

  /** Subscribes over server-sent events. */
  async function follow(query: string) {
    const response = await fetch(`${stack.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const results: unknown[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'next') results.push(JSON.parse(data).data);
      },
    });
    return {
      async next(): Promise<unknown> {
        while (results.length === 0) parser.feed((await reader?.read())?.value ?? '');
        return results.shift();
      },
      close: async () => reader?.cancel(),
    };
  }

  const connect = async (sub: string) => stack.connect(authorizedByMutation(stack, await tokenFor(sub)));

  const trigger = async (channels: string[], event: string, data: unknown) => {
    const { errors } = await stack.request({
      query:
        'mutation ($c: [String!]!, $e: String!, $d: PusherJSON!) { trigger(channels: $c, event: $e, data: $d) { channels { name } } }',
      variables: { c: channels, e: event, d: data },
      token,
    });
    expect(errors).toBeUndefined();
  };

  it('presence tells who joins and who leaves, over Pusher and over server-sent events', async () => {
    const query = 'subscription { presence(channel: "presence-a;b=c") { channel change userId } }';
    const stream = await follow(query);
    const both = [await watch(query), stream];
    const { pusher } = await connect('bob');
    await collect(pusher.subscribe('presence-a;b=c'), 'e').joined;
    const event = { channel: 'presence-a;b=c', userId: 'bob' };
    for (const { next } of both) expect(await next()).toEqual({ presence: { ...event, change: 'JOINED' } });
    pusher.disconnect();
    for (const { next } of both) expect(await next()).toEqual({ presence: { ...event, change: 'LEFT' } });
    await stream.close();
  });

  it('presence is of one channel', async () => {
    const { next } = await watch('subscription { presence(channel: "presence-mine") { channel userId } }');
    const { pusher } = await connect('bob');
    await collect(pusher.subscribe('presence-others'), 'e').joined;
    await collect(pusher.subscribe('presence-mine'), 'e').joined;
    expect(await next()).toEqual({ presence: { channel: 'presence-mine', userId: 'bob' } });
  });

  it('channelEvents tells what is triggered, and what clients send', async () => {
    const query = 'subscription { channelEvents(channel: "presence-talk") { channel event data userId } }';
    const stream = await follow(query);
    const both = [await watch(query), stream];
    await trigger(['presence-talk', 'presence-elsewhere'], 'said', { text: 'hi' });
    for (const { next } of both) {
      expect(await next()).toEqual({
        channelEvents: { channel: 'presence-talk', event: 'said', data: { text: 'hi' }, userId: null },
      });
    }
    const { pusher } = await connect('bob');
    const channel = pusher.subscribe('presence-talk');
    await collect(channel, 'e').joined;
    channel.trigger('client-typing', { on: true });
    for (const { next } of both) {
      expect(await next()).toEqual({
        channelEvents: {
          channel: 'presence-talk',
          event: 'client-typing',
          data: { on: true },
          userId: 'bob',
        },
      });
    }
    await stream.close();
  });

  it('channelEvents can be cut to some events, and counts only those', async () => {
    const some = await watch(
      'subscription { channelEvents(channel: "private-some", events: ["b", "client-c"]) { event data } }',
    );
    const none = await watch('subscription { channelEvents(channel: "private-some", events: []) { event } }');
    for (const event of ['a', 'b', 'a', 'b']) await trigger(['private-some'], event, event);
    expect(await some.next()).toEqual({ channelEvents: { event: 'b', data: 'b' } });
    expect(await some.next()).toEqual({ channelEvents: { event: 'b', data: 'b' } });
    expect(some.messages.map(({ offset }) => offset)).toEqual([1, 2]);
    expect(none.messages).toEqual([]);
  });

  it('channelEvents keeps the order of a batch', async () => {
    const { next } = await watch('subscription { channelEvents(channel: "private-batch") { data } }');
    const events = Array.from({ length: 10 }, (_, data) => ({ channel: 'private-batch', event: 'e', data }));
    await stack.request({
      query:
        'mutation ($events: [TriggerEventInput!]!) { triggerBatch(events: $events) { channels { name } } }',
      variables: { events },
      token,
    });
    for (const { data } of events) expect(await next()).toEqual({ channelEvents: { data } });
  });

  it('a channel with the longest name can be watched', async () => {
    const channel = `private-${'x'.repeat(156)}`;
    const { next } = await watch(`subscription { channelEvents(channel: "${channel}") { channel } }`);
    await trigger([channel], 'e', 1);
    expect(await next()).toEqual({ channelEvents: { channel } });
  });

  it('a webhook that comes twice is heard once', async () => {
    const watcher = await watch('subscription { presence(channel: "presence-twice") { change userId } }');
    const start = Date.now();
    const post = (after: number, events: object[]) => {
      const body = JSON.stringify({ time_ms: start + after, events });
      return fetch(`${stack.url}/pusher/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': app.key,
          'x-pusher-signature': signWebhook(app.secret, body),
        },
        body,
      });
    };
    const member = { channel: 'presence-twice', user_id: 'bob' };
    const both = [
      { name: 'member_added', ...member },
      { name: 'member_removed', ...member },
    ];
    // At once, and later again.
    await Promise.all([post(1, both), post(1, both)]);
    await post(1, both);
    await post(2, [{ name: 'member_added', ...member }]);
    await expect.poll(() => watcher.messages.at(-1)?.offset).toBe(3);
    const byOffset = new Map(watcher.messages.map(({ offset, result }) => [offset, result.data.presence]));
    expect([...byOffset].sort(([a], [b]) => a - b)).toEqual([
      [1, { change: 'JOINED', userId: 'bob' }],
      [2, { change: 'LEFT', userId: 'bob' }],
      [3, { change: 'JOINED', userId: 'bob' }],
    ]);
  });

  it('nothing is stored where nobody watches', async () => {
    const sent = stack.sent.length;
    await trigger(['private-unwatched'], 'e', 1);
    expect(stack.sent.length).toBe(sent);
  });

  it.each([
    ['presence(channel: "private-a")', 'BAD_USER_INPUT', /begins with "presence-"/],
    ['presence(channel: "presence-ä")', 'BAD_USER_INPUT', /channel: holds a character/],
    ['presence(channel: "presence-secret")', 'FORBIDDEN', /rule "inspect"/],
    ['channelEvents(channel: "")', 'BAD_USER_INPUT', /channel: is empty/],
    ['channelEvents(channel: "#server-to-user-ada")', 'BAD_USER_INPUT', /sign in to receive/],
    ['channelEvents(channel: "private-encrypted-a")', 'BAD_USER_INPUT', /join it with an SDK/],
    ['channelEvents(channel: "private-secret")', 'FORBIDDEN', /may not join/],
    ['channelEvents(channel: "private-topic-secret")', 'FORBIDDEN', /may not subscribe/],
    ['channelEvents(channel: "private-cache-gql-x")', 'FORBIDDEN', /may not join/],
    ['channelEvents(channel: "gql-x")', 'FORBIDDEN', /may not join/],
  ])('%s is %s', async (field, code, message) => {
    const selection = field.startsWith('presence') ? 'userId' : 'event';
    const answer = await stack.request({
      query: `subscription { ${field} { ${selection} } }`,
      extensions: { pusher: { socketId: '1.2' } },
      token,
    });
    expect(answer.extensions?.pusher).toBeUndefined();
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code },
    });
  });

  it('whoever may join a topic channel or a public one may listen there', async () => {
    for (const channel of ['private-topic-1', 'news']) {
      const { grant } = await watch(`subscription { channelEvents(channel: "${channel}") { event } }`);
      expect(grant.channel).toMatch(/^private-cache-gql-/);
    }
  });

  it('nobody watches without a token', async () => {
    for (const field of [
      'presence(channel: "presence-a") { userId }',
      'channelEvents(channel: "news") { event }',
    ]) {
      const answer = await stack.request({
        query: `subscription { ${field} }`,
        extensions: { pusher: { socketId: '1.2' } },
      });
      expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });
});

it('a schema without a subscription of its own can be watched', async () => {
  const stack = await startStack({
    typeDefs: 'type Query { hello: String }',
    rules: { trigger: () => true, channel: () => true },
  });
  const token = await tokenFor('ada');
  const query = 'subscription { channelEvents(channel: "private-a") { data } }';
  const { channel } = await stack.grant('1.2', { query, token });
  const mutation = 'mutation { trigger(channels: ["private-a"], event: "e", data: 1) { channels { name } } }';
  await stack.request({ query: mutation, token });
  expect(stack.sent).toEqual([[{ channel, event: 'result' }]]);
  await stack.close();
});
