import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { broken, startWorld, type World } from '../client-libraries/support/world.ts';
import { launchBrowser } from '../support/browser.ts';
import {
  type HookPage,
  openHookPage,
  polling,
  type ServedPage,
  servePage,
} from '../support/hook-page/open-hook-page.ts';

let browser: Browser;
let served: ServedPage;

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), servePage(join(import.meta.dirname, 'page'))]);
});
afterAll(async () => {
  await browser?.close();
  served?.close();
});

describe('useSubscription, in StrictMode', () => {
  let world: World;
  let open: HookPage;
  /** Number of subscriptions that the page has requested from the gateway. */
  let requested: number;

  beforeEach(async () => {
    world = await startWorld();
    open = await openHookPage(browser, served, { gateway: world.url, token: world.token });
    requested = 0;
    open.page.on('request', (request) => {
      requested += (request.postData() ?? '').split('"socketId":').length - 1;
    });
  });
  afterEach(async () => {
    await open.close();
    await world.close();
  });

  const shows = (name: string, text: string) =>
    expect.poll(() => open.page.getByTitle(name).textContent(), polling).toBe(text);
  const untilOccupied = (count: number) =>
    vi.waitFor(async () => expect(await world.occupied()).toHaveLength(count), polling);

  it('changes from connecting to live, shows the newest result and calls onData once per result', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await world.publish('dogs', 'one', 'two', 'three');
    await open.recorded(['one', 'two', 'three']);
    await shows('text', 'three');
    await shows('recovered', 'true');
    expect(requested).toBe(1);
    expect(open.problems).toEqual([]);
  });

  it('changed variables start a new subscription without the data of the previous one', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await world.publish('dogs', 'woof');
    await open.recorded(['woof']);
    await open.show({ room: 'cats' });
    await shows('text', '');
    await shows('status', 'live');
    await untilOccupied(1);
    await world.publish('dogs', 'unreceived');
    await world.publish('cats', 'meow');
    await open.recorded(['woof', 'meow']);
    expect(requested).toBe(2);
  });

  it('equal variables in a new object keep the subscription', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await open.page.evaluate(() => window.renderAgain());
    await open.show({ room: 'dogs' });
    await world.publish('dogs', 'woof');
    await open.recorded(['woof']);
    expect(requested).toBe(1);
  });

  it('unmounting leaves the channel, also before the subscription is granted', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await untilOccupied(1);
    await open.show(undefined);
    await untilOccupied(0);
    await open.page.evaluate(() => {
      window.show({ room: 'cats' });
      window.show(undefined);
    });
    await open.show({ room: 'birds' });
    await shows('status', 'live');
    await untilOccupied(1);
    expect(requested).toBe(2);
  });

  it('does not subscribe while it is skipped', async () => {
    await open.show({ room: 'dogs', skip: true });
    await shows('status', 'skipped');
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    expect(requested).toBe(1);
    await open.show({ room: 'dogs', skip: true });
    await shows('status', 'skipped');
    await untilOccupied(0);
  });

  it('exposes an error in a result until the next result, and continues', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await world.publish('dogs', broken);
    await shows('error', 'BROKEN: It is broken.');
    await shows('status', 'live');
    await world.publish('dogs', 'whole');
    await shows('text', 'whole');
    await shows('error', '');
  });

  it('exposes a rejection as an error with its code, and restart subscribes again', async () => {
    await open.show({ room: 'vault' });
    await shows('status', 'error');
    await shows('error', 'FORBIDDEN: You may not subscribe to Subscription.said with these arguments.');
    expect(requested).toBe(1);
    await open.page.getByRole('button', { name: 'Restart' }).click();
    await expect.poll(() => requested, polling).toBe(2);
    await shows('status', 'error');
  });

  it('exposes a lost connection, and receives the missed results afterwards', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await world.publish('dogs', 'before');
    await open.recorded(['before']);
    await disconnect();
    await shows('status', 'reconnecting');
    await world.publish('dogs', 'meanwhile');
    await open.page.evaluate(() => window.client.terminate());
    await shows('status', 'live');
    await open.recorded(['before', 'meanwhile']);
    await shows('recovered', 'true');
  });

  it('exposes that results are lost for good, until it is restarted', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await world.publish('dogs', 'before');
    await open.recorded(['before']);
    await disconnect();
    await world.publish('dogs', 'lost', 'lost, too');
    await open.page.evaluate(() => window.client.terminate());
    await shows('recovered', 'false');
    await world.publish('dogs', 'after');
    await open.recorded(['before', 'lost', 'after']);
    await shows('recovered', 'false');
    await open.page.getByRole('button', { name: 'Restart' }).click();
    await shows('recovered', 'true');
    await shows('status', 'live');
  });

  it('completes when the server ends the operation', async () => {
    await open.show({ room: 'dogs' });
    await shows('status', 'live');
    await untilOccupied(1);
    await world.complete();
    await shows('status', 'complete');
    await untilOccupied(0);
  });

  /** Stays disconnected until `terminate` connects again. */
  function disconnect(): Promise<void> {
    return open.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const stop = window.client.on('connected', (pusher) => {
            stop();
            pusher.disconnect();
            resolve();
          });
          window.client.terminate();
        }),
    );
  }
});
