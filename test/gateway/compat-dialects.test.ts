import { gunzipSync } from 'node:zlib';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import createPusherFetcherModule from 'graphql-ruby-client/subscriptions/createPusherFetcher.js';
import { createPusherHandler } from 'graphql-ruby-client/subscriptions/createPusherHandler.js';
import PusherLinkModule from 'graphql-ruby-client/subscriptions/PusherLink.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { Pusher } from '../support/pusher-js.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

/** The library is CommonJS, whose types speak of a `default` export. */
function defaultOf<T>(module: { default: T }): T {
  return module.default ?? (module as unknown as T);
}
const PusherLink = defaultOf(PusherLinkModule);
const createPusherFetcher = defaultOf(createPusherFetcherModule);

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}")
    mine: Message! @channel(name: "plan-{viewer.plan}", per: ["plan"])
  }
  type Message { id: ID! text: String }
`;

describe("other servers' clients, unmodified", () => {
  let stack: Stack;
  let executions = 0;
  afterEach(() => stack.close());

  async function start(options: { dialect?: 'graphql-ruby' | 'lighthouse' } = {}): Promise<void> {
    executions = 0;
    stack = await startStack({
      typeDefs,
      resolvers: {
        Subscription: {
          messageAdded: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' },
        },
        Message: {
          text: ({ text }: { text: string }) => {
            executions++;
            return text;
          },
        },
      },
      ...options,
    });
  }

  /** The gateway as `fetch` of a browser sees it, with the token of a user. */
  function fetchAs(token: string, headers: Record<string, string> = {}): typeof fetch {
    return (async (input: string, init: RequestInit = {}) => {
      const url = new URL(input, 'http://gateway.test');
      const all = {
        ...(init.headers as Record<string, string>),
        ...headers,
        authorization: `Bearer ${token}`,
      };
      return stack.gateway.fetch(new Request(url, { ...init, headers: all }));
    }) as typeof fetch;
  }

  /** Stock pusher-js: a form to the REST twin. */
  async function connectAs(token: string): Promise<Pusher> {
    const { pusher } = await stack.connect({
      channelAuthorization: {
        endpoint: '/pusher/auth',
        transport: 'ajax',
        customHandler: async ({ socketId, channelName }, callback) => {
          const response = await fetchAs(token)('/pusher/auth', {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ socket_id: socketId, channel_name: channelName }).toString(),
          });
          const body = await response.json();
          if (response.ok) callback(null, body);
          else callback(new Error(`${response.status}: ${body.error}`), null);
        },
      },
    });
    return pusher;
  }

  /** Publishes until the subscribers have joined, which nothing tells from outside: registered channels that are occupied. */
  async function joined(count: number): Promise<void> {
    await expect.poll(() => stack.channels.stats().channels, { timeout: 5_000, interval: 20 }).toBe(count);
  }

  function apolloAs(token: string, pusher: Pusher): ApolloClient {
    const decompress = (text: string): unknown =>
      JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString());
    return new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.from([
        // Its types are those of Apollo's CommonJS build.
        new PusherLink({ pusher, decompress } as never) as unknown as ApolloLink,
        new HttpLink({ uri: 'http://gateway.test/graphql', fetch: fetchAs(token) }),
      ]),
    });
  }

  const subscription = gql`
    subscription ($room: ID!) {
      messageAdded(roomId: $room) {
        id
        text
      }
    }
  `;

  it("graphql-ruby-client's PusherLink on Apollo receives results, compressed where they are large", async () => {
    await start({ dialect: 'graphql-ruby' });
    const token = await tokenFor('ada');
    const client = apolloAs(token, await connectAs(token));
    const results: unknown[] = [];
    const observing = client
      .subscribe({ query: subscription, variables: { room: '1' } })
      .subscribe({ next: ({ data }) => results.push(data), error: (error) => results.push(error) });
    await joined(1);
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'hi' });
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 2, text: 'x'.repeat(50_000) });
    await expect.poll(() => results.length).toBe(2);
    expect(results[0]).toMatchObject({ messageAdded: { id: '1', text: 'hi' } });
    expect(results[1]).toMatchObject({ messageAdded: { id: '2', text: 'x'.repeat(50_000) } });
    observing.unsubscribe();
    client.stop();
  });

  it('executions are shared, and one trigger reaches a hundred of their channels', async () => {
    await start({ dialect: 'graphql-ruby' });
    const token = await tokenFor('ada');
    const query = 'subscription { messageAdded(roomId: "1") { id text } }';
    const channels = new Set<string | null>();
    for (let index = 0; index < 150; index++) {
      const response = await fetchAs(token)('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      channels.add(response.headers.get('x-subscription-id'));
    }
    expect(channels.size).toBe(150);
    const native = await stack.grant('1.2', { query, token });
    const triggered: number[] = [];
    const { trigger } = stack.transport;
    (stack.transport as { trigger: typeof trigger }).trigger = (request) => {
      triggered.push(request.channels.length);
      return trigger(request);
    };
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1, text: 'hi' });
    expect(executions).toBe(1);
    expect(triggered).toEqual([100, 50]);
    expect(stack.sent).toEqual([[{ channel: native.channel, event: 'result' }]]);
  });

  it('its Relay handler and its GraphiQL fetcher receive results, and the end when the topic is revoked', async () => {
    await start();
    const token = await tokenFor('ada');
    const pusher = await connectAs(token);
    const asked = fetchAs(token, { 'x-subscription-dialect': 'graphql-ruby' });
    const heard: unknown[] = [];
    const handler = createPusherHandler({
      pusher,
      fetchOperation: (operation: { text: string }, variables: object) =>
        asked('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: operation.text, variables }),
        }),
    } as never);
    const text = 'subscription ($room: ID!) { messageAdded(roomId: $room) { id } }';
    (handler as (...args: unknown[]) => unknown)(
      { text },
      { room: '1' },
      {},
      {
        onNext: (value: unknown) => heard.push(value),
        onError: (errors: unknown) => heard.push({ errors }),
        onCompleted: () => heard.push('completed'),
      },
    );
    const fetcher = createPusherFetcher({ pusher, fetch: asked } as never) as (
      params: object,
      options: object,
    ) => AsyncGenerator<unknown>;
    const fetched = fetcher({ query: text, variables: { room: '1' } }, {});
    expect(await (await fetched.next()).value).toEqual({ data: {} });
    await joined(2);
    const next = fetched.next();
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1 });
    expect(await next).toEqual({ done: false, value: { data: { messageAdded: { id: '1' } } } });
    await expect.poll(() => heard).toEqual([{ data: { messageAdded: { id: '1' } } }]);
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    await expect.poll(() => heard.at(-1)).toBe('completed');
  });

  it('a refusal has no header, so that their link passes the errors on', async () => {
    await start({ dialect: 'graphql-ruby' });
    const response = await fetchAs(await tokenFor('ada'))('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json',
      },
      body: JSON.stringify({ query: 'subscription { messageAdded(roomId: "secret") { id } }' }),
    });
    expect(response.headers.has('x-subscription-id')).toBe(false);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('a Lighthouse-style link receives results by its extension, and authorizes where Lighthouse does', async () => {
    await start({ dialect: 'lighthouse' });
    const token = await tokenFor('ada');
    const pusher = await connectAs(token);
    const response = await fetchAs(token)('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { added: messageAdded(roomId: "1") { id } }' }),
    });
    const body = await response.json();
    expect(body).toEqual({
      data: { added: null },
      extensions: {
        lighthouse_subscriptions: { version: 1, channel: expect.stringMatching(/^private-gql-l-/) },
      },
    });
    const { channel } = body.extensions.lighthouse_subscriptions;
    const results = collect(pusher.subscribe(channel), 'lighthouse-subscription');
    await results.joined;
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 1 });
    expect(await results.next()).toEqual({ more: true, result: { data: { added: { id: '1' } } } });
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    expect(await results.next()).toEqual({ more: false });
    const again = await fetchAs(token)('/graphql/subscriptions/auth', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `socket_id=1.2&channel_name=${channel}`,
    });
    expect(again.status).toBe(403);
  });

  it("nobody gets an auth for another viewer's channel, nor with other claims, nor for one made up", async () => {
    await start({ dialect: 'graphql-ruby' });
    const ada = await tokenFor('ada', { plan: 'pro' });
    const ask = (token: string, channel: string) =>
      fetchAs(token)('/pusher/auth', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `socket_id=1.2&channel_name=${encodeURIComponent(channel)}`,
      });
    const response = await fetchAs(ada)('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { mine { id } }' }),
    });
    const channel = response.headers.get('x-subscription-id') ?? '';
    expect((await ask(ada, channel)).status).toBe(200);
    expect((await ask(await tokenFor('bob', { plan: 'pro' }), channel)).status).toBe(403);
    expect((await ask(await tokenFor('ada', { plan: 'free' }), channel)).status).toBe(403);
    expect((await ask(ada, channel.replace('private-gql-r-', 'private-gql-r-x'))).status).toBe(403);
    expect((await ask(ada, channel.replace('private-', 'private-encrypted-'))).status).toBe(403);
  });

  it('a header that names no dialect is refused', async () => {
    await start();
    const response = await fetchAs(await tokenFor('ada'), { 'x-subscription-dialect': 'klingon' })(
      '/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'subscription { messageAdded(roomId: "1") { id } }' }),
      },
    );
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});
