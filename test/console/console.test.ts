import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Served, type Settings, serve } from '../../src/cli/serve.ts';
import { createClient } from '../../src/client/index.ts';
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
const stops: (() => unknown)[] = [];
beforeAll(async () => {
  await buildPage(consolePage);
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});
afterAll(() => browser?.close());

async function start(): Promise<Served> {
  const served = await serve({ typeDefs, settings });
  stops.push(() => served.close());
  return served;
}

async function open(served: Served, options = {}, url = served.consoleUrl ?? ''): Promise<ConsolePage> {
  const page = await openConsole(browser, url, options);
  stops.push(() => page.close());
  return page;
}

/** Subscribes from a connection of its own, and resolves when the subscription stands. */
async function subscribe(served: Served, query: string, variables: Record<string, unknown>): Promise<void> {
  const client = createClient({ url: `${served.url}/graphql` });
  stops.push(() => client.dispose());
  await new Promise<void>((resolve, reject) => {
    client.subscribe(
      { query, variables },
      { next: () => undefined, error: reject, complete: () => undefined, ready: resolve },
    );
  });
}

/** Publishes again and again until the test is over. */
function keepPublishing({ gateway }: Served): void {
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
}

describe('the console', () => {
  it('is empty in a way that says what would fill it, and asks nobody but the gateway and Pusher', async () => {
    const served = await start();
    const console = await open(served);
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

  it('shows what goes on as it goes on', async () => {
    const served = await start();
    for (let each = 0; each < 6; each++) await subscribe(served, messages, { roomId: 'dogs' });
    for (const symbol of ['ACME', 'BOLT']) await subscribe(served, prices, { symbol });
    const console = await open(served);
    const { page } = console;
    await console.isLive();
    await expect.poll(() => console.tile('Operations').innerText(), soon).toBe('3');
    await expect.poll(() => console.tile('Connections').innerText(), soon).toBe('9');
    keepPublishing(served);
    await expect.poll(() => console.tile('Deliveries').innerText(), soon).toMatch(/[1-9]/);
    await expect
      .poll(() => console.chart('Publish to Pusher').getAttribute('aria-label'), soon)
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
});
