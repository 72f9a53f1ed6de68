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

/** Opens a browser context and records its errors and the origins of its requests. */
async function newUser(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 760 },
    ...options,
  });
  contexts.push(context);
  const origins = new Set<string>();
  const errors: string[] = [];
  context.on('request', (request) => origins.add(new URL(request.url()).origin));
  context.on('page', (page) => {
    page.on('websocket', (socket) => origins.add(new URL(socket.url()).origin));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
  });
  return { context, origins, errors, open: (url = chat.url) => openGraphiQL(context, `${url}/graphql`) };
}

async function screenshot({ page }: GraphiQLPage, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `graphiql-${name}.png`), animations: 'disabled' });
}

describe('GraphiQL', { timeout: 60_000 }, () => {
  it('explains its use in the first query', async () => {
    const { open, errors } = await newUser();
    const graphiql = await open();
    expect(await graphiql.query()).toContain('# Write a subscription and press Ctrl-Enter:');
    await graphiql.showsStatus('No subscription');
    await graphiql.run();
    await graphiql.receives('"__typename": "Query"');
    await screenshot(graphiql, 'first-light');
    await graphiql.page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(graphiql, 'first-dark');
    expect(errors).toEqual([]);
  });

  it('receives over Pusher the results of mutations in a second tab, and shows channel and position', async () => {
    const { open, origins, errors } = await newUser();
    const [listening, speaking] = [await open(), await open()];
    await subscribe(listening, 'Pusher');
    await listening.showsStatus(/Channel private-cache-gql-[\w-]{32}.*Position [\w-]{8}\/0/);
    for (const [index, text] of ['Where is Rex?', 'He is under the table.'].entries()) {
      await say(speaking, text);
      await listening.receives(`"text": "${text}"`);
      await listening.showsStatus(
        new RegExp(`Results ${index + 1}.*Lost none.*Position [\\w-]{8}/${index + 1}$`),
      );
    }
    await screenshot(listening, 'pusher-light');
    await listening.stop();
    await listening.showsStatus(/^Pusher: connectedResults 2/);
    await say(speaking, 'After the end.');
    await speaking.receives('"sendMessage"');
    await listening.showsStatus('Results 2');
    // Requests go to the gateway and the Channels server only. The Content-Security-Policy blocked none.
    expect([...origins].toSorted()).toEqual([chat.url, chat.channelsUrl?.replace('http', 'ws')]);
    expect(errors).toEqual([]);
  });

  it('receives results over server-sent events after a switch', async () => {
    const { open, origins, errors } = await newUser({ colorScheme: 'dark' });
    const listening = await open();
    await subscribe(listening, 'SSE');
    await listening.showsStatus('Server-sent events: connected, subscribed');
    await sendMessage(chat, 'Try the vacuum cleaner.');
    await listening.receives('"text": "Try the vacuum cleaner."');
    await screenshot(listening, 'sse-dark');
    await listening.choose('Pusher');
    await listening.showsStatus('No subscription');
    expect([...origins]).toEqual([chat.url]);
    expect(errors).toEqual([]);
  });

  it.each(['Pusher', 'SSE'] as const)(
    'shows the error of a subscription over %s without a token',
    async (transport) => {
      const { open } = await newUser();
      const graphiql = await open();
      await graphiql.choose(transport);
      await graphiql.writeQuery('subscription {\n  messageAdded(roomId: "dogs") {\n    text\n  }\n}');
      await graphiql.run();
      await graphiql.receives('"code": "UNAUTHENTICATED"');
      expect(await graphiql.status.innerText()).not.toContain('subscribed');
      await screenshot(graphiql, `no-token-${transport.toLowerCase()}`);
    },
  );

  it('keeps queries and the transport over a reload, and the token in this browser tab only', async () => {
    const { context, open } = await newUser();
    const graphiql = await open();
    await graphiql.choose('SSE');
    await graphiql.writeHeaders(headers);
    await graphiql.writeQuery(subscription);
    const stored = (storage: 'sessionStorage' | 'localStorage'): Promise<string> =>
      graphiql.page.evaluate((name) => window[name].getItem('graphiql:tabState') ?? '', storage);
    // GraphiQL stores it after half a second.
    await expect.poll(() => stored('sessionStorage')).toContain(headers.Authorization);
    await expect.poll(() => stored('sessionStorage')).toContain('messageAdded');
    await expect.poll(() => stored('localStorage')).toContain('messageAdded');
    const everything = await graphiql.page.evaluate(() => JSON.stringify(localStorage));
    expect(everything).not.toContain(headers.Authorization);

    await graphiql.page.reload();
    await expect.poll(graphiql.query, { timeout: 10_000 }).toBe(subscription);
    await expect.poll(graphiql.headers, { timeout: 10_000 }).toContain(headers.Authorization);
    expect(await graphiql.page.getByRole('tab').count()).toBe(1);
    expect(await graphiql.page.getByRole('radio', { name: 'SSE' }).isChecked()).toBe(true);
    await graphiql.run();
    await graphiql.showsStatus('subscribed');

    const another = await openGraphiQL(context, `${chat.url}/graphql`);
    expect(await another.query()).toBe(subscription);
    expect(await another.headers()).toBe('');
  });

  it('shows between which positions results are lost, and continues', async () => {
    const { open } = await newUser();
    const first = await startChat(settings);
    const ports = { port: portOf(first.url), channelsPort: portOf(first.channelsUrl) };
    const listening = await open(first.url);
    await subscribe(listening, 'Pusher');
    await first.close();
    await listening.showsStatus('Pusher: connection lost, reconnecting…');
    await screenshot(listening, 'reconnecting');
    // The new server has an empty store, so results may be lost.
    const second = await startChat({ ...settings, ...ports });
    await expect
      .poll(
        async () => {
          // Otherwise pusher-js waits 15 seconds before it reconnects.
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

  it('lists the last results, newest first, and at most 50', async () => {
    const { open, errors } = await newUser();
    const listening = await open();
    await subscribe(listening, 'SSE');
    for (let count = 1; count <= 52; count++) await sendMessage(chat, `Message ${count}`);
    await listening.showsStatus('Results 52');
    await listening.receives('"text": "Message 52"');
    const rows = await listening.results.locator('summary').allInnerTexts();
    expect(rows).toHaveLength(50);
    expect(rows[0]).toMatch(/^52\s+\d\d:\d\d:\d\d\s+\{.*"text":"Message 52"/);
    expect(rows.at(-1)).toContain('"text":"Message 3"');
    await listening.results.nth(1).locator('summary').click();
    await listening.results.nth(1).getByText('"text": "Message 51"').waitFor();
    await screenshot(listening, 'results');
    await listening.stop();
    await listening.run();
    await listening.showsStatus('connected, subscribed');
    expect(await listening.results.count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('copies the headers into a new tab', async () => {
    const { open, errors } = await newUser();
    const graphiql = await open();
    await graphiql.writeHeaders(headers);
    await graphiql.page.getByRole('button', { name: 'New tab' }).click();
    await expect.poll(() => graphiql.page.getByRole('tab').count()).toBe(2);
    await expect.poll(graphiql.headers).toContain(headers.Authorization);
    await graphiql.writeQuery(mutation('From a new tab.'));
    await graphiql.run();
    await graphiql.receives('"sendMessage"');
    // Without headers in the active tab, a new tab has none.
    await graphiql.writeHeaders({});
    await graphiql.page.getByRole('tab').first().click();
    await expect.poll(graphiql.headers).toContain(headers.Authorization);
    expect(errors).toEqual([]);
  });

  it.each([
    { name: 'phone', viewport: { width: 360, height: 740 } },
    { name: 'desktop', viewport: { width: 1280, height: 760 } },
  ])('shows query, headers, response and status within the window of a $name', async ({ name, viewport }) => {
    const { open, errors } = await newUser({ viewport });
    const graphiql = await open();
    const { page } = graphiql;
    await subscribe(graphiql, 'SSE');
    for (const text of ['Where is Rex?', 'He is under the table.']) await sendMessage(chat, text);
    // The editor of a phone wraps the line.
    await graphiql.receives('"text": "He is under the ');
    await graphiql.showsStatus('Results 2');
    const { width, height } = viewport;
    const parts = {
      query: page.locator('.graphiql-query-editor .monaco-editor').first(),
      headers: page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .monaco-editor').first(),
      response: page.locator('.graphiql-response .monaco-editor').first(),
      results: page.getByRole('region', { name: 'Last results' }),
      status: graphiql.status,
      stop: page.getByRole('button', { name: /^Stop query/ }),
      transport: page.getByRole('group', { name: 'Subscriptions over' }),
    };
    await screenshot(graphiql, `width-${name}`);
    for (const [part, locator] of Object.entries(parts)) {
      const box = await locator.boundingBox();
      expect(box, part).not.toBeNull();
      const { x = -1, y = -1, width: boxWidth = 0, height: boxHeight = 0 } = box ?? {};
      expect(Math.min(x, y, width - x - boxWidth, height - y - boxHeight), part).toBeGreaterThanOrEqual(0);
      expect(boxHeight, part).toBeGreaterThan(20);
      if (['query', 'response'].includes(part)) {
        expect(boxWidth, part).toBeGreaterThan(250);
        expect(boxHeight, part).toBeGreaterThan(75);
      }
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Docs', { exact: true }).waitFor();
    const docs = await page.locator('.graphiql-plugin').boundingBox();
    expect(docs?.x).toBeGreaterThanOrEqual(0);
    expect(docs?.width).toBeGreaterThan(300);
    await screenshot(graphiql, `docs-${name}`);
    expect(errors).toEqual([]);
  });

  it('decrypts encrypted channels', async () => {
    const { context } = await newUser();
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
    await graphiql.showsStatus('subscribed');
    await graphiql.showsStatus('Channel private-encrypted-cache-gql-');
    await served.gateway.publish('secret', {}, 'Rex is a cat.');
    await graphiql.receives('"secret": "Rex is a cat."');
    await graphiql.page.close();
    await served.close();
  });

  it('works behind a proxy that removes a path prefix', async () => {
    const { open, errors } = await newUser();
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
    expect(errors).toEqual([]);
    await graphiql.page.close();
    proxy.closeAllConnections();
    proxy.close();
  });
});

async function subscribe(graphiql: GraphiQLPage, transport: 'Pusher' | 'SSE'): Promise<void> {
  await graphiql.choose(transport);
  await graphiql.writeHeaders(headers);
  await graphiql.writeQuery(subscription);
  await graphiql.run();
  await graphiql.showsStatus('connected, subscribed');
}

async function say(graphiql: GraphiQLPage, text: string): Promise<void> {
  await graphiql.writeHeaders(headers);
  await graphiql.writeQuery(mutation(text));
  await graphiql.run();
}

/** Sends a message from another client. */
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
