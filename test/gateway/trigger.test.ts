import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPusherTransport, type TriggerQuestion, type Viewer } from '../../src/index.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { authorizedByMutation } from './support/authorized-by-mutation.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { nothing: String }
`;

const query = /* GraphQL */ `
  mutation ($channels: [String!]!, $event: String!, $data: PusherJSON!, $socketId: String, $info: [ChannelAttribute!]) {
    trigger(channels: $channels, event: $event, data: $data, socketId: $socketId, info: $info) {
      channels { name }
    }
  }
`;

describe('triggering', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada');
    stack = await startStack({
      typeDefs,
      rules: {
        trigger: ({ channels }: TriggerQuestion, viewer: Viewer) =>
          channels.every((each) => !each.includes('bob')) && viewer.id === 'ada',
        channel: () => true,
      },
    });
  });
  afterAll(() => stack.close());

  /** A pusher-js that has its channels authorized by the gateway's mutation. */
  const connect = () => stack.connect(authorizedByMutation(stack, token));

  it('reaches every channel that is named, and not the connection that is excluded', async () => {
    const [ada, bob] = [await connect(), await connect()];
    const names = ['news', 'private-a', 'presence-a', 'cache-news'];
    const ofAda = names.map((name) => collect(ada.pusher.subscribe(name), 'said'));
    const ofBob = names.map((name) => collect(bob.pusher.subscribe(name), 'said'));
    await Promise.all([...ofAda, ...ofBob].map(({ joined }) => joined));
    const data = { text: 'hi', list: [1, null, true] };
    const first = await stack.request({
      query,
      variables: { channels: names, event: 'said', data, socketId: ada.socketId },
      token,
    });
    expect(first).toMatchObject({
      status: 200,
      data: { trigger: { channels: names.map((name) => ({ name })) } },
    });
    for (const each of ofBob) expect(await each.next()).toEqual(data);
    await stack.request({ query, variables: { channels: names, event: 'said', data: 'all' }, token });
    // Had the first one come, it would be here before the second.
    for (const each of ofAda) expect(await each.next()).toBe('all');
  });

  it('reaches 100 channels at once', async () => {
    const { pusher } = await connect();
    const channels = Array.from({ length: 100 }, (_, index) => `many-${index}`);
    const last = collect(pusher.subscribe('many-99'), 'e');
    await last.joined;
    const { errors } = await stack.request({ query, variables: { channels, event: 'e', data: 1 }, token });
    expect(errors).toBeUndefined();
    expect(await last.next()).toBe(1);
  });

  it.each([
    ['a text', '"hi"', 'hi'],
    ['a text that looks like JSON', '"{\\"a\\":1}"', '{"a":1}'],
    ['a number', '1.5', 1.5],
    ['false', 'false', false],
    ['an object with a variable in it', '{ a: [$x] }', { a: ['y'] }],
  ])('data may be %s', async (_what, literal, received) => {
    const { pusher } = await connect();
    const channel = collect(pusher.subscribe('data'), 'e');
    await channel.joined;
    const declared = literal.includes('$x') ? '($x: PusherJSON)' : '';
    const { errors } = await stack.request({
      query: `mutation ${declared} { trigger(channels: ["data"], event: "e", data: ${literal}) { channels { name } } }`,
      variables: { x: 'y' },
      token,
    });
    expect(errors).toBeUndefined();
    expect(await channel.next()).toEqual(received);
  });

  it('encrypts what goes to an encrypted channel', async () => {
    const { pusher } = await connect();
    const raw: unknown[] = [];
    pusher.connection.bind('message', (message: { event: string; data: unknown }) => {
      if (message.event === 'said') raw.push(message.data);
    });
    const channel = collect(pusher.subscribe('private-encrypted-a'), 'said');
    await channel.joined;
    // The most that fits when it is encrypted.
    const data = { text: 'x'.repeat(7_560) };
    const variables = { channels: ['private-encrypted-a'], event: 'said', data };
    const { errors } = await stack.request({ query, variables, token });
    expect(errors).toBeUndefined();
    expect(await channel.next()).toEqual(data);
    expect(raw).toEqual([{ nonce: expect.any(String), ciphertext: expect.any(String) }]);
  });

  it('carries 10 kB', async () => {
    const { pusher } = await connect();
    const channel = collect(pusher.subscribe('large'), 'e');
    await channel.joined;
    const data = 'x'.repeat(10 * 1024 - 2);
    const variables = { channels: ['large'], event: 'e', data };
    expect((await stack.request({ query, variables, token })).errors).toBeUndefined();
    expect(await channel.next()).toBe(data);
  });

  it('tells how many are there, when it is asked by the selection or by info', async () => {
    const { pusher } = await connect();
    for (const name of ['presence-counted', 'counted']) await collect(pusher.subscribe(name), 'e').joined;
    const trigger = async (channels: string[], info: string, selection: string) => {
      const { data, errors } = await stack.request({
        query: `mutation ($channels: [String!]!) { trigger(channels: $channels, event: "e", data: 1 ${info}) { ...Counts } } fragment Counts on TriggerResult { channels { ${selection} } }`,
        variables: { channels },
        token,
      });
      expect(errors).toBeUndefined();
      return data.trigger.channels;
    };
    const both = 'name userCount subscriptionCount';
    expect(await trigger(['presence-counted'], '', both)).toEqual([
      { name: 'presence-counted', userCount: 1, subscriptionCount: 1 },
    ]);
    // A user count does not apply to all of them, so it is not asked.
    expect(await trigger(['counted', 'presence-counted', 'empty'], '', both)).toEqual([
      { name: 'counted', userCount: null, subscriptionCount: 1 },
      { name: 'presence-counted', userCount: null, subscriptionCount: 1 },
      { name: 'empty', userCount: null, subscriptionCount: 0 },
    ]);
    expect(await trigger(['presence-counted'], 'info: [USER_COUNT]', both)).toEqual([
      { name: 'presence-counted', userCount: 1, subscriptionCount: null },
    ]);
    expect(await trigger(['presence-counted'], 'info: []', both)).toEqual([
      { name: 'presence-counted', userCount: null, subscriptionCount: null },
    ]);
  });

  it('sends a batch in its order, each event as it is, and tells of each channel', async () => {
    const { pusher, socketId } = await connect();
    const channels = {
      a: collect(pusher.subscribe('batch-a'), 'one'),
      b: collect(pusher.subscribe('presence-batch'), 'two'),
      c: collect(pusher.subscribe('private-encrypted-batch'), 'three'),
    };
    for (const { joined } of Object.values(channels)) await joined;
    const events = [
      { channel: 'batch-a', event: 'one', data: 'not for me', socketId },
      { channel: 'batch-a', event: 'one', data: 1 },
      { channel: 'presence-batch', event: 'two', data: { n: 2 } },
      { channel: 'private-encrypted-batch', event: 'three', data: [3] },
    ];
    const { data, errors } = await stack.request({
      query:
        'mutation ($events: [TriggerEventInput!]!) { triggerBatch(events: $events) { channels { name userCount subscriptionCount } } }',
      variables: { events },
      token,
    });
    expect(errors).toBeUndefined();
    expect(data.triggerBatch.channels).toEqual([
      { name: 'batch-a', userCount: null, subscriptionCount: 1 },
      { name: 'batch-a', userCount: null, subscriptionCount: 1 },
      { name: 'presence-batch', userCount: 1, subscriptionCount: 1 },
      { name: 'private-encrypted-batch', userCount: null, subscriptionCount: 1 },
    ]);
    expect(await channels.a.next()).toBe(1);
    expect(await channels.b.next()).toEqual({ n: 2 });
    expect(await channels.c.next()).toEqual([3]);
  });

  it('is refused as a whole when one channel is not allowed', async () => {
    const variables = { channels: ['private-a', 'private-bob'], event: 'e', data: 1 };
    expect(await stack.request({ query, variables, token })).toMatchObject({
      status: 403,
      data: null,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});

describe('triggering while Pusher is away or says no', () => {
  it('says what Pusher said, without the signature of the request', async () => {
    const other = await startStack({ typeDefs });
    const transport = createPusherTransport({
      ...{ appId: '1', key: 'test-key', secret: 'wrong' },
      ...{ host: '127.0.0.1', port: other.port, useTLS: false },
    });
    const stack = await startStack({ typeDefs, transport, rules: { trigger: () => true } });
    const variables = { channels: ['a'], event: 'e', data: 1 };
    const answer = await stack.request({ query, variables, token: await tokenFor('ada') });
    expect(answer).toMatchObject({
      status: 502,
      data: null,
      errors: [{ extensions: { code: 'PUSHER_REFUSED', pusherStatus: 401 } }],
    });
    expect(JSON.stringify(answer)).not.toMatch(/[\da-f]{64}/);
    await stack.close();
    await other.close();
  });

  it('says that Pusher does not answer, and masks the rest', async () => {
    const stack = await startStack({ typeDefs, rules: { trigger: () => true } });
    await stack.channels.close();
    const variables = { channels: ['a'], event: 'e', data: 1 };
    const answer = await stack.request({ query, variables, token: await tokenFor('ada') });
    expect(answer).toMatchObject({
      status: 503,
      errors: [
        { extensions: { code: 'PUSHER_UNAVAILABLE' }, message: expect.stringMatching(/does not respond/) },
      ],
    });
    await stack.close();
  });
});
