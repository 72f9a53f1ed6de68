/** pusher-js as its users have it, which has never heard of GraphQL: topic channels, joined with the stock options. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayContext, Viewer } from '../../src/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { sendMessage(roomId: ID!, text: String!): Message! }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! text: String! loud: String! author: User! }
  type User { id: ID! }
`;

/** pusher-js as a script tag has it. */
const webBuild = resolve(import.meta.dirname, '../../node_modules/pusher-js/dist/web/pusher.js');

interface Said {
  roomId: string;
  text: string;
}

let stack: Stack;
/** Where the gateway is served. */
let gateway: string;
/** Where a page is served that the gateway knows nothing of. */
let elsewhere: string;
const servers: Server[] = [];

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  stack = await startStack({
    typeDefs,
    resolvers: {
      Mutation: {
        async sendMessage(_root: unknown, { roomId, text }: Said, { viewer, publish }: GatewayContext) {
          const message = { id: `${roomId}-1`, text, author: { id: viewer?.id } };
          await publish('messageAdded', { roomId }, message);
          return message;
        },
      },
      Subscription: {
        messageAdded: {
          authorize: ({ roomId }: Said, viewer?: Viewer) => roomId !== 'secret' || viewer?.id === 'ada',
        },
      },
      Message: { loud: ({ text }: { text: string }) => text.toUpperCase() },
    },
  });
  gateway = await serve((request, response) => stack.gateway.handle(request, response));
  elsewhere = await serve((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title>'),
  );
});
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await stack?.close();
});

/** Somebody says something in a room, as the mutation of any GraphQL client. */
async function say(roomId: string, text: string): Promise<void> {
  const { errors } = await stack.request({
    query: 'mutation ($roomId: ID!, $text: String!) { sendMessage(roomId: $roomId, text: $text) { id } }',
    variables: { roomId, text },
    token: await tokenFor('ada'),
  });
  expect(errors).toBeUndefined();
}

/** The message as a topic channel carries it: all leaf fields, those with resolvers among them, and no objects. */
const plain = (roomId: string, text: string) => ({ id: `${roomId}-1`, text, loud: text.toUpperCase() });

describe('stock pusher-js in a page', () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(() => context?.close());
  afterAll(() => browser?.close());

  /** Opens the address with pusher-js's own web build in it, and subscribes; resolves with how that went. */
  async function subscribe(
    address: string,
    channelAuthorization: object,
    channelName: string,
    cookies: Parameters<BrowserContext['addCookies']>[0] = [],
  ): Promise<{ page: Page; outcome: unknown }> {
    // A page's policy is about its own scripts, and this one is ours.
    context = await browser.newContext({ bypassCSP: true });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(address);
    await page.addScriptTag({ path: webBuild });
    const outcome = await page.evaluate(subscribeInPage, {
      channelAuthorization,
      channelName,
      port: stack.port,
    });
    return { page, outcome };
  }

  /** All that `messageAdded` has carried so far. */
  const received = (page: Page) =>
    page.evaluate(() => (window as unknown as { received: unknown[] }).received);

  it('of another origin it receives what a mutation publishes, as a plain event', async () => {
    const { page, outcome } = await subscribe(
      elsewhere,
      {
        endpoint: `${gateway}/pusher/auth`,
        transport: 'ajax',
        params: { deWT: await tokenFor('bob') },
      },
      'private-room-dogs',
    );
    expect(outcome).toBe('joined');
    await say('dogs', 'woof');
    await expect.poll(() => received(page)).toEqual([plain('dogs', 'woof')]);
  });

  it('of another origin it may send the token in the Authorization header, after a preflight', async () => {
    const headers = { Authorization: `Bearer ${await tokenFor('bob')}` };
    const { page, outcome } = await subscribe(
      elsewhere,
      { endpoint: `${gateway}/pusher/auth`, transport: 'ajax', headers },
      'private-room-cats',
    );
    expect(outcome).toBe('joined');
    await say('cats', 'meow');
    await expect.poll(() => received(page)).toEqual([plain('cats', 'meow')]);
  });

  it('of the gateway’s own origin it may leave the token to a cookie', async () => {
    const { page, outcome } = await subscribe(
      `${gateway}/graphql`,
      { endpoint: '/pusher/auth', transport: 'ajax' },
      'private-room-birds',
      [{ name: 'deWT', value: await tokenFor('bob'), url: gateway, httpOnly: true }],
    );
    expect(outcome).toBe('joined');
    await say('birds', 'tweet');
    await expect.poll(() => received(page)).toEqual([plain('birds', 'tweet')]);
  });

  it('without a token it is told 401', async () => {
    const { outcome } = await subscribe(
      elsewhere,
      { endpoint: `${gateway}/pusher/auth`, transport: 'ajax' },
      'private-room-dogs',
    );
    expect(outcome).toMatchObject({ type: 'AuthError', status: 401 });
  });

  it('with a token that is none it is told 401', async () => {
    const { outcome } = await subscribe(
      elsewhere,
      { endpoint: `${gateway}/pusher/auth`, transport: 'ajax', params: { deWT: 'nonsense' } },
      'private-room-dogs',
    );
    expect(outcome).toMatchObject({ type: 'AuthError', status: 401 });
  });

  it.each(['private-room-secret', 'private-nobody-knows-this'])('in %s it is told 403', async (channel) => {
    const { outcome } = await subscribe(
      elsewhere,
      {
        endpoint: `${gateway}/pusher/auth`,
        transport: 'ajax',
        params: { deWT: await tokenFor('bob') },
      },
      channel,
    );
    expect(outcome).toMatchObject({ type: 'AuthError', status: 403 });
  });
});

describe('stock pusher-js in Node', () => {
  type Handler = (
    request: { socketId: string; channelName: string },
    callback: (error: Error | null, auth: { auth: string } | null) => void,
  ) => Promise<void>;

  /** Authorizes by the mutation, in place of the REST endpoint. */
  const byMutation =
    (token: string | undefined): Handler =>
    async ({ socketId, channelName }, callback) => {
      const { data, errors } = await stack.request({
        query: `mutation ($socketId: String!, $channelName: String!) {
          authorizeChannel(socketId: $socketId, channelName: $channelName) { auth }
        }`,
        variables: { socketId, channelName },
        token,
      });
      const [error] = errors ?? [];
      if (error) callback(new Error(`${error.extensions?.code}: ${error.message}`), null);
      else callback(null, data.authorizeChannel);
    };

  async function connect(channelAuthorization: object) {
    const { pusher } = await stack.connect({
      channelAuthorization: {
        endpoint: `${gateway}/pusher/auth`,
        transport: 'ajax',
        ...channelAuthorization,
      },
    });
    return pusher;
  }

  it('receives what a mutation publishes, authorized by the endpoint', async () => {
    const pusher = await connect({ params: { deWT: await tokenFor('bob') } });
    const messages = collect(pusher.subscribe('private-room-frogs'), 'messageAdded');
    await messages.joined;
    await say('frogs', 'ribbit');
    expect(await messages.next()).toEqual(plain('frogs', 'ribbit'));
  });

  it('receives what a mutation publishes, authorized by the mutation', async () => {
    const pusher = await connect({ customHandler: byMutation(await tokenFor('bob')) });
    const messages = collect(pusher.subscribe('private-room-cows'), 'messageAdded');
    await messages.joined;
    await say('cows', 'moo');
    expect(await messages.next()).toEqual(plain('cows', 'moo'));
  });

  it.each([
    { who: 'without a token', token: () => undefined, channel: 'private-room-dogs', code: 'UNAUTHENTICATED' },
    {
      who: 'with a wrong token',
      token: () => 'nonsense',
      channel: 'private-room-dogs',
      code: 'UNAUTHENTICATED',
    },
    {
      who: 'in a forbidden room',
      token: () => tokenFor('bob'),
      channel: 'private-room-secret',
      code: 'FORBIDDEN',
    },
  ])('$who the mutation refuses with $code', async ({ token, channel, code }) => {
    const pusher = await connect({ customHandler: byMutation(await token()) });
    const { joined } = collect(pusher.subscribe(channel), 'messageAdded');
    await expect(joined).rejects.toThrow(code);
  });
});

interface InPage {
  channelAuthorization: object;
  channelName: string;
  port: number;
}

/** Runs in the page, so it must hold all that it needs. */
function subscribeInPage({ channelAuthorization, channelName, port }: InPage): Promise<unknown> {
  interface Bindable {
    bind(event: string, listener: (data: unknown) => void): void;
  }
  const page = window as unknown as {
    Pusher: new (key: string, options: object) => { subscribe(channel: string): Bindable };
    received: unknown[];
  };
  page.received = [];
  const pusher = new page.Pusher('test-key', {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization,
  });
  const channel = pusher.subscribe(channelName);
  channel.bind('messageAdded', (message) => page.received.push(message));
  return new Promise((settled) => {
    channel.bind('pusher:subscription_succeeded', () => settled('joined'));
    channel.bind('pusher:subscription_error', settled);
  });
}
