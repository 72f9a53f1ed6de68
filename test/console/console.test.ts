import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { type Served, type Settings, serve } from '../../src/serve/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, console as consolePage } from '../support/build-page.ts';
import { type ConsolePage, openConsole } from './support/console-page.ts';

const settings: Settings = {
  port: 0,
  host: '127.0.0.1',
  channelsPort: 0,
  store: { sqlite: ':memory:' },
  jwtSecret: 'a secret for tests only, of at least 32 bytes',
  logLevel: 'silent',
};
const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}", access: PUBLIC)
    priceChanged(symbol: ID!): Price! @channel(name: "price-{symbol}", access: PUBLIC)
    orderMoved(id: ID!): Order! @channel(name: "order-{id}", access: PUBLIC)
  }
  type Message { id: ID! author: String! text: String! }
  type Price { symbol: ID! cents: Int! }
  type Order { id: ID! state: String! }
`;
const messages =
  'subscription RoomMessages($roomId: ID!) { messageAdded(roomId: $roomId) { id author text } }';
const prices = 'subscription Prices($symbol: ID!) { priceChanged(symbol: $symbol) { symbol cents } }';

/** The longest time that a user would wait. */
const soon = { timeout: 10_000 };

let browser: Browser;
beforeAll(async () => {
  await buildPage(consolePage);
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** The gateway of one test. */
interface World {
  readonly served: Served;
  open(options?: BrowserContextOptions, url?: string): Promise<ConsolePage>;
  /** Subscribes on its own connection. Resolves when the subscription is ready. */
  subscribe(query: string, variables: Record<string, unknown>): Promise<void>;
  /** Publishes events until the test ends. */
  keepPublishing(): void;
}

/** Starts a gateway. After the test everything is closed in reverse order. */
async function start(onTestFinished: (stop: () => Promise<void>) => void): Promise<World> {
  const served = await serve({ typeDefs, settings });
  const stops: (() => unknown)[] = [() => served.close()];
  onTestFinished(async () => {
    for (const stop of stops.toReversed()) await stop();
  });
  return {
    served,
    async open(options = {}, url = served.consoleUrl ?? '') {
      const page = await openConsole(browser, url, options);
      stops.push(() => page.close());
      return page;
    },
    async subscribe(query, variables) {
      const client = createClient({ url: `${served.url}/graphql` });
      stops.push(() => client.dispose());
      await new Promise<void>((resolve, reject) => {
        client.subscribe(
          { query, variables },
          { next: () => undefined, error: reject, complete: () => undefined, ready: resolve },
        );
      });
    },
    keepPublishing() {
      const { gateway } = served;
      let count = 0;
      const words = ['Where is Rex?', 'He is under the table.', 'Good dog.', 'Walk in ten minutes.'];
      const timer = setInterval(() => {
        const burst = 2 + Math.round(3 * (1 + Math.sin(count / 9)));
        for (let each = 0; each < burst; each++) {
          count++;
          const symbol = count % 2 ? 'ACME' : 'BOLT';
          void gateway.publish('priceChanged', { symbol }, { symbol, cents: 1000 + ((count * 37) % 400) });
        }
        const text = words[count % words.length];
        void gateway.publish('messageAdded', { roomId: 'dogs' }, { id: String(count), author: 'Ada', text });
      }, 120);
      stops.push(() => clearInterval(timer));
    },
  };
}

// Frames arrive once per second, so the tests run concurrently in one browser.
describe.concurrent('the console', () => {
  it('explains its empty lists, and sends requests to the gateway and Pusher only', async ({
    onTestFinished,
    expect,
  }) => {
    const { served, open } = await start(onTestFinished);
    const console = await open();
    await console.isLive();
    await console.page.getByText('No events yet').waitFor();
    await console.screenshot('empty-light');
    await console.open('Operations');
    await console.page.getByRole('heading', { name: 'No subscribers' }).waitFor();
    // The token is not in the URL, and therefore not in the history.
    expect(console.page.url()).toBe(`${served.url}/console`);
    const expected = [served.url, served.channelsUrl?.replace('http', 'ws')];
    expect([...console.origins].toSorted()).toEqual(expected.toSorted());
    expect(console.errors).toEqual([]);
  });

  it('shows connections, rates, operations and events live', async ({ onTestFinished, expect }) => {
    const { open, subscribe, keepPublishing } = await start(onTestFinished);
    for (let each = 0; each < 6; each++) await subscribe(messages, { roomId: 'dogs' });
    for (const symbol of ['ACME', 'BOLT']) await subscribe(prices, { symbol });
    const console = await open();
    const { page } = console;
    await console.isLive();
    await expect.poll(() => console.tile('Operations').innerText(), soon).toBe('3');
    await expect.poll(() => console.tile('Connections').innerText(), soon).toBe('9');
    keepPublishing();
    await expect.poll(() => console.tile('Deliveries').innerText(), soon).toMatch(/[1-9]/);
    await expect
      .poll(() => console.chart('Delivery latency').getAttribute('aria-label'), soon)
      .toMatch(/p50: now [\d.,]+ ms/);
    const events = () => console.chart('Events').getAttribute('aria-label');
    await expect.poll(events, soon).toMatch(/events: now [1-9]/);

    await console.open('Operations');
    const row = page.getByRole('button', { name: /RoomMessages/ });
    await row.press('Enter');
    await page.getByText('subscription RoomMessages($roomId: ID!)').waitFor();
    await page.getByText('"author": "Ada"').first().waitFor();
    await console.screenshot('operations-light');
    await row.press('Enter');

    await console.open('Channels');
    await page.getByText('operation', { exact: true }).first().waitFor();
    await console.open('Topics');
    await page.getByText('room-dogs').waitFor();
    await console.open('Events');
    await page.getByLabel('Filter by field').selectOption('messageAdded');
    await page.getByRole('button', { name: 'Pause' }).click();
    const topics = await page.locator('.log .topic').allInnerTexts();
    expect(new Set(topics)).toEqual(new Set(['messageAdded:room-dogs']));
    await page.locator('.log summary').first().press('Enter');
    await page.getByText('"author": "Ada"').first().waitFor();
    await console.screenshot('events-filtered');
    expect(console.errors).toEqual([]);
  });

  it('publishes an event from the form, in a dark color scheme', async ({ onTestFinished, expect }) => {
    const { open, subscribe, keepPublishing } = await start(onTestFinished);
    await subscribe(messages, { roomId: 'dogs' });
    const console = await open({ colorScheme: 'dark' });
    const { page } = console;
    await console.isLive();
    await page.getByLabel('roomId').fill('dogs');
    expect(JSON.parse(await page.getByLabel('Event, as JSON').inputValue())).toEqual({
      id: '',
      author: '',
      text: '',
    });
    const warning = page.getByText('The event does not match the type.');
    expect(await warning.count()).toBe(0);
    await page.getByLabel('Event, as JSON').fill('{ "id": "1", "author": 7, "txet": "Sit." }');
    await warning.waitFor();
    for (const text of [
      'author is not of type String.',
      'text (String!) is missing or null.',
      'txet is not a field of type Message.',
    ])
      await page.getByText(text).waitFor();
    await page.getByRole('button', { name: 'Publish anyway' }).waitFor();
    await console.screenshot('warning-dark');
    await page.getByLabel('Event, as JSON').fill('{ id: 1 }');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('The event is not valid JSON. Put names and texts in double quotes.').waitFor();
    await page.getByLabel('Event, as JSON').fill('{ "id": "1", "author": "Console", "text": "Sit." }');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Sent to Pusher.').waitFor();
    const row = page.locator('.log li', { hasText: '"author":"Console"' });
    await row.getByText('sent').waitFor();
    keepPublishing();
    await expect.poll(() => page.locator('.log li').count(), soon).toBeGreaterThan(15);
    await console.screenshot('busy-dark');

    await page.getByText('Trigger', { exact: true }).click();
    await page.getByLabel('Channel', { exact: true }).fill('private-desk-1');
    await page.getByLabel('Event', { exact: true }).fill('moved');
    await page.getByRole('button', { name: 'Trigger', exact: true }).click();
    await page.getByText('Sent to private-desk-1.').waitFor();
  });

  it('can be used by keyboard: tabs, filter and rows', async ({ onTestFinished }) => {
    const { served, open } = await start(onTestFinished);
    const console = await open();
    const { page } = console;
    await console.isLive();
    await served.gateway.publish('orderMoved', { id: '7' }, { id: '7', state: 'packed' });
    await page.getByText('orderMoved:order-7').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nothing like that');
    await page.getByText('Nothing matches').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('ORDER-7');
    await page.getByText('orderMoved:order-7').waitFor();
    await page.getByRole('tab', { name: 'Events' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Operations', selected: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Events', selected: true }).waitFor();
  });

  it('requests a token if the gateway requires one, stores it for the tab, and removes it on sign-out', async ({
    onTestFinished,
  }) => {
    const { served, open } = await start(onTestFinished);
    const token = new URL(served.consoleUrl ?? '').hash.slice('#token='.length);
    const console = await open({}, `${served.url}/console`);
    const { page } = console;
    const field = page.getByLabel('Token');
    await field.waitFor();
    await console.screenshot('sign-in-light');
    await field.fill('nonsense');
    await field.press('Enter');
    await page.getByText('The token is not accepted').waitFor();
    await field.fill(`Bearer ${token}`);
    await field.press('Enter');
    await console.isLive();
    await page.reload();
    await console.isLive();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await field.waitFor();
    await page.reload();
    await field.waitFor();
  });

  it('shows how old its figures are when the gateway is down', async ({ onTestFinished }) => {
    const { served, open, subscribe } = await start(onTestFinished);
    await subscribe(messages, { roomId: 'dogs' });
    const console = await open();
    await console.isLive();
    await served.gateway.publish(
      'messageAdded',
      { roomId: 'dogs' },
      { id: '1', author: 'Ada', text: 'Woof.' },
    );
    await console.page.getByText('messageAdded:room-dogs').first().waitFor();
    await served.close();
    await console.page
      .getByRole('alert')
      .getByText(/^The gateway cannot be reached\. The figures are from \d\d:\d\d:\d\d\.$/)
      .waitFor();
    await console.page.getByText('Reconnecting…').waitFor();
    await console.screenshot('gateway-gone');
  });

  it('fits on a phone', async ({ onTestFinished, expect }) => {
    const { served, open, subscribe } = await start(onTestFinished);
    await subscribe(prices, { symbol: 'ACME' });
    const console = await open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await console.isLive();
    await served.gateway.publish('priceChanged', { symbol: 'ACME' }, { symbol: 'ACME', cents: 1200 });
    await console.page.getByText('priceChanged:price-ACME').first().waitFor();
    const width = await console.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await console.screenshot('phone-dark');
    await console.page.getByLabel('Subscription field').selectOption('priceChanged');
    await console.page.getByLabel('Event, as JSON').fill('{ "symbol": "ACME" }');
    await console.page.getByText('cents (Int!) is missing or null.').scrollIntoViewIfNeeded();
    await console.screenshot('phone-warning');
    expect(await console.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
