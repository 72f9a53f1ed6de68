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

/** What a person would wait for at most. */
const soon = { timeout: 10_000 };

let browser: Browser;
beforeAll(async () => {
  await buildPage(consolePage);
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A gateway of a test, and what is to end with it. */
interface World {
  readonly served: Served;
  open(options?: BrowserContextOptions, url?: string): Promise<ConsolePage>;
  /** Subscribes from a connection of its own, and resolves when the subscription stands. */
  subscribe(query: string, variables: Record<string, unknown>): Promise<void>;
  /** Publishes again and again until the test is over. */
  keepPublishing(): void;
}

/** All that it starts ends with the test, the newest first. */
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
      const words = ['Has anybody seen Rex?', 'He is under the table.', 'Good dog.', 'Walk in ten minutes.'];
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

// Frames come once a second: the tests wait for theirs side by side, in one browser.
describe.concurrent('the console', () => {
  it('is empty in a way that says what would fill it, and asks nobody but the gateway and Pusher', async ({
    onTestFinished,
    expect,
  }) => {
    const { served, open } = await start(onTestFinished);
    const console = await open();
    await console.isLive();
    await console.page.getByText('Nothing has happened yet').waitFor();
    await console.screenshot('empty-light');
    await console.open('Operations');
    await console.page.getByText('Nobody subscribes').waitFor();
    // The token is in no address, and so in no history.
    expect(console.page.url()).toBe(`${served.url}/console`);
    const ours = [served.url, served.channelsUrl?.replace('http', 'ws')];
    expect([...console.origins].toSorted()).toEqual(ours.toSorted());
    expect(console.complaints).toEqual([]);
  });

  it('shows what goes on as it goes on', async ({ onTestFinished, expect }) => {
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
      .poll(() => console.chart('Publish to delivered').getAttribute('aria-label'), soon)
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
    expect(console.complaints).toEqual([]);
  });

  it('publishes what is typed into its form, and shows it in the dark, too', async ({
    onTestFinished,
    expect,
  }) => {
    const { open, subscribe, keepPublishing } = await start(onTestFinished);
    await subscribe(messages, { roomId: 'dogs' });
    const console = await open({ colorScheme: 'dark' });
    const { page } = console;
    await console.isLive();
    await page.getByLabel('roomId').fill('dogs');
    await page.getByLabel('Event, as JSON').fill('{ id: 1 }');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('The event is not JSON: texts need quotation marks.').waitFor();
    await page.getByLabel('Event, as JSON').fill('{ "id": "1", "author": "Console", "text": "Sit." }');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Sent: Pusher has it.').waitFor();
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

  it('is used by keyboard: the list of tabs, the filter, a row', async ({ onTestFinished }) => {
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

  it('asks for a token where the gateway does, keeps it as long as the tab, and forgets it', async ({
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

  it('says what it does not know any more when the gateway is gone', async ({ onTestFinished }) => {
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
      .getByText(/^The gateway cannot be reached\. What you see is as of \d\d:\d\d:\d\d\.$/)
      .waitFor();
    await console.page.getByText('Reconnecting…').waitFor();
    await console.screenshot('gateway-gone');
  });

  it('fits on a phone', async ({ onTestFinished, expect }) => {
    const { served, open, subscribe } = await start(onTestFinished);
    await subscribe(prices, { symbol: 'ACME' });
    const console = await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await console.isLive();
    await served.gateway.publish('priceChanged', { symbol: 'ACME' }, { symbol: 'ACME', cents: 1200 });
    await console.page.getByText('priceChanged:price-ACME').first().waitFor();
    const width = await console.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await console.screenshot('phone-dark');
  });
});
