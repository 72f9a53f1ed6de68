import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import {
  type HookPage,
  openHookPage,
  type ServedPage,
  servePage,
} from '../support/hook-page/open-hook-page.ts';
import { startWorld, type World } from './support/world.ts';

let browser: Browser;
let served: ServedPage;
let world: World;

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), servePage(join(import.meta.dirname, 'page'))]);
});
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());
afterAll(async () => {
  await browser?.close();
  served?.close();
});

describe.for([
  ['Apollo', 'apollo'],
  ['urql', 'urql'],
  ['Relay', 'relay'],
  ['TanStack Query', 'tanstack'],
])("%s's hook, in StrictMode", ([, library = '']) => {
  let open: HookPage;
  beforeEach(async () => {
    open = await openHookPage(browser, served, { gateway: world.url, token: world.token, library });
  });
  afterEach(() => open.close());

  /** The page does not show when it subscribes. The Channels server does. */
  async function enter(room: string): Promise<void> {
    const before = await world.occupied();
    await open.show({ room });
    await vi.waitFor(
      async () => {
        const now = await world.occupied();
        expect(now).toHaveLength(1);
        expect(now).not.toEqual(before);
      },
      { interval: 10, timeout: 10_000 },
    );
  }

  it('receives each result once, resubscribes when its variables change, and unsubscribes when it is unmounted', async () => {
    await enter('dogs');
    await world.publish('dogs', 'one');
    await open.recorded(['one']);
    await world.publish('dogs', 'two');
    await open.recorded(['one', 'two']);
    await enter('cats');
    await world.publish('dogs', 'unreceived');
    await world.publish('cats', 'meow');
    await open.recorded(['one', 'two', 'meow']);
    await open.show(undefined);
    await vi.waitFor(async () => expect(await world.occupied()).toEqual([]), {
      interval: 10,
      timeout: 10_000,
    });
    expect(open.problems).toEqual([]);
  });

  it('receives a rejection', async () => {
    await open.show({ room: 'vault' });
    await open.recorded(['You may not subscribe to Subscription.said with these arguments.']);
  });
});
