import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tokenFor, userNamed } from '../../examples/chat/session.ts';
import { startChat } from '../../examples/chat/start-chat.ts';
import { type Served, type Settings, serve } from '../../src/serve/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, graphiql } from '../support/build-page.ts';
import { type GraphiQLPage, openGraphiQL } from './graphiql-page.ts';

const settings: Settings = {
  port: 0,
  host: '127.0.0.1',
  channelsPort: 0,
  store: { sqlite: ':memory:' },
  jwtSecret: 'a secret for tests only, of at least 32 bytes',
};
const screenshots = resolve(import.meta.dirname, '../screenshots');

const subscription = `subscription Room {
  messageAdded(roomId: "dogs") {
    id
    author { name }
    text
  }
}`;
const mutation = (text: string): string => `mutation Say {
  sendMessage(roomId: "dogs", text: "${text}") { id }
}`;

let browser: Browser;
let chat: Served;
let headers: { Authorization: string };
let contexts: BrowserContext[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  await buildPage(graphiql);
  [browser, chat] = await Promise.all([launchBrowser(), startChat(settings)]);
  headers = { Authorization: `Bearer ${await tokenFor(userNamed('Ada'), chat.jwtSecret)}` };
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});
afterAll(async () => {
  await browser?.close();
  await chat?.close();
});

/** One person's browser, and what went wrong and over the network in it. */
async function newPerson(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 760 },
    ...options,
  });
  contexts.push(context);
  const origins = new Set<string>();
  const complaints: string[] = [];
  context.on('request', (request) => origins.add(new URL(request.url()).origin));
  context.on('page', (page) => {
    page.on('websocket', (socket) => origins.add(new URL(socket.url()).origin));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });
  return { context, origins, complaints, open: (url = chat.url) => openGraphiQL(context, `${url}/graphql`) };
}

async function screenshot({ page }: GraphiQLPage, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `graphiql-${name}.png`), animations: 'disabled' });
}

describe('GraphiQL', { timeout: 60_000 }, () => {
  it('explains itself to whoever comes first', async () => {
    const { open, complaints } = await newPerson();
    const graphiql = await open();
    expect(await graphiql.query()).toContain('# Write a subscription and press Ctrl-Enter:');
    await graphiql.tells('No subscription');
    await graphiql.run();
    await graphiql.receives('"__typename": "Query"');
    await screenshot(graphiql, 'first-light');
    await graphiql.page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(graphiql, 'first-dark');
    expect(complaints).toEqual([]);
  });

  it('receives over Pusher what a mutation in a second tab has caused, and shows channel and position', async () => {
    const { open, origins, complaints } = await newPerson();
    const [listening, speaking] = [await open(), await open()];
    await subscribe(listening, 'Pusher');
    await listening.tells(/Channel private-cache-gql-[\w-]{32}.*Position [\w-]{8}\/0/);
    for (const [index, text] of ['Has anybody seen Rex?', 'He is under the table.'].entries()) {
      await say(speaking, text);
      await listening.receives(`"text": "${text}"`);
      await listening.tells(new RegExp(`Results ${index + 1}.*Lost none.*Position [\\w-]{8}/${index + 1}$`));
    }
    await screenshot(listening, 'pusher-light');
    await listening.stop();
    await listening.tells(/^Pusher: connectedResults 2/);
    await say(speaking, 'Nobody listens.');
    await speaking.receives('"sendMessage"');
    await listening.tells('Results 2');
    // Nothing but the gateway and the Channels server, and nothing that the page's policy had to stop.
    expect([...origins].toSorted()).toEqual([chat.url, chat.channelsUrl?.replace('http', 'ws')]);
    expect(complaints).toEqual([]);
  });

  it('receives the same over server-sent events, when switched to them', async () => {
    const { open, origins, complaints } = await newPerson({ colorScheme: 'dark' });
    const listening = await open();
    await subscribe(listening, 'SSE');
    await listening.tells('Server-sent events: connected, subscribed');
    await sendMessage(chat, 'Try the vacuum cleaner.');
    await listening.receives('"text": "Try the vacuum cleaner."');
    await screenshot(listening, 'sse-dark');
    await listening.choose('Pusher');
    await listening.tells('No subscription');
    expect([...origins]).toEqual([chat.url]);
    expect(complaints).toEqual([]);
  });

  it.each(['Pusher', 'SSE'] as const)(
    'shows why a subscription over %s without a token is refused',
    async (carrier) => {
      const { open } = await newPerson();
      const graphiql = await open();
      await graphiql.choose(carrier);
      await graphiql.writeQuery('subscription {\n  messageAdded(roomId: "dogs") {\n    text\n  }\n}');
      await graphiql.run();
      await graphiql.receives('"code": "UNAUTHENTICATED"');
      expect(await graphiql.status.innerText()).not.toContain('subscribed');
      await screenshot(graphiql, `no-token-${carrier.toLowerCase()}`);
    },
  );

  it('a reload keeps what is typed and the choice of SSE; a token is kept by this browser tab alone', async () => {
    const { context, open } = await newPerson();
    const graphiql = await open();
    await graphiql.choose('SSE');
    await graphiql.writeHeaders(headers);
    await graphiql.writeQuery(subscription);
    const kept = (storage: 'sessionStorage' | 'localStorage'): Promise<string> =>
      graphiql.page.evaluate((name) => window[name].getItem('graphiql:tabState') ?? '', storage);
    // GraphiQL takes half a second to write it down.
    await expect.poll(() => kept('sessionStorage')).toContain(headers.Authorization);
    await expect.poll(() => kept('sessionStorage')).toContain('messageAdded');
    await expect.poll(() => kept('localStorage')).toContain('messageAdded');
    const everything = await graphiql.page.evaluate(() => JSON.stringify(localStorage));
    expect(everything).not.toContain(headers.Authorization);

    await graphiql.page.reload();
    await expect.poll(graphiql.query, { timeout: 10_000 }).toBe(subscription);
    await expect.poll(graphiql.headers, { timeout: 10_000 }).toContain(headers.Authorization);
    expect(await graphiql.page.getByRole('tab').count()).toBe(1);
    expect(await graphiql.page.getByRole('radio', { name: 'SSE' }).isChecked()).toBe(true);
    await graphiql.run();
    await graphiql.tells('subscribed');

    const another = await openGraphiQL(context, `${chat.url}/graphql`);
    expect(await another.query()).toBe(subscription);
    expect(await another.headers()).toBe('');
  });

  it('says between which positions results are lost, and goes on', async () => {
    const { open } = await newPerson();
    const first = await startChat(settings);
    const ports = { port: portOf(first.url), channelsPort: portOf(first.channelsUrl) };
    const listening = await open(first.url);
    await subscribe(listening, 'Pusher');
    await first.close();
    await listening.tells('Pusher: connection lost, reconnecting…');
    await screenshot(listening, 'reconnecting');
    // Its memory is gone, and with it what may have been sent in the meantime.
    const second = await startChat({ ...settings, ...ports });
    await expect
      .poll(
        async () => {
          // Else pusher-js waits 15 seconds for its next try.
          await listening.page.evaluate(() => dispatchEvent(new Event('online')));
          return listening.status.innerText();
        },
        { timeout: 15_000 },
      )
      .toMatch(/Lost between [\w-]{8}\/0 and [\w-]{8}\/0/);
    await listening.receives('"recovered": false');
    await screenshot(listening, 'lost');
    await sendMessage(second, 'Still there?');
    await listening.receives('"text": "Still there?"');
    await listening.page.close();
    await second.close();
  });

  it('reads encrypted channels', async () => {
    const { context } = await newPerson();
    const served = await serve({
      settings,
      typeDefs: `type Query { hello: String }
        type Subscription { secret: String! @channel(name: "secret", access: ENCRYPTED) }`,
    });
    const graphiql = await openGraphiQL(context, `${served.url}/graphql`);
    const token = await tokenFor(userNamed('Ada'), served.jwtSecret);
    await graphiql.writeHeaders({ Authorization: `Bearer ${token}` });
    await graphiql.writeQuery('subscription { secret }');
    await graphiql.run();
    await graphiql.tells('subscribed');
    await graphiql.tells('Channel private-encrypted-cache-gql-');
    await served.gateway.publish('secret', {}, 'Rex is a cat.');
    await graphiql.receives('"secret": "Rex is a cat."');
    await graphiql.page.close();
    await served.close();
  });

  it('works behind a path prefix that a proxy takes away', async () => {
    const { open, complaints } = await newPerson();
    const proxy = createServer((request, response) => {
      request.url = request.url?.replace(/^\/shop/, '');
      chat.gateway.handle(request, response);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const graphiql = await open(`http://127.0.0.1:${port}/shop`);
    await subscribe(graphiql, 'Pusher');
    await sendMessage(chat, 'From behind the counter.');
    await graphiql.receives('"text": "From behind the counter."');
    expect(complaints).toEqual([]);
    await graphiql.page.close();
    proxy.closeAllConnections();
    proxy.close();
  });
});

async function subscribe(graphiql: GraphiQLPage, carrier: 'Pusher' | 'SSE'): Promise<void> {
  await graphiql.choose(carrier);
  await graphiql.writeHeaders(headers);
  await graphiql.writeQuery(subscription);
  await graphiql.run();
  await graphiql.tells('connected, subscribed');
}

async function say(graphiql: GraphiQLPage, text: string): Promise<void> {
  await graphiql.writeHeaders(headers);
  await graphiql.writeQuery(mutation(text));
  await graphiql.run();
}

/** Somebody says something elsewhere, without a page. */
async function sendMessage({ url }: Served, text: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: mutation(text) }),
  });
  expect(await response.json()).not.toHaveProperty('errors');
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port);
}
