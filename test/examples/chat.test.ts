import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SignJWT } from 'jose';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startChat } from '../../examples/chat/start-chat.ts';
import { createChannelsServer } from '../../src/channels/index.ts';
import type { Served, Settings } from '../../src/serve/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, chat as chatPage } from '../support/build-page.ts';
import { type ChatPage, openChat } from './chat-page.ts';

const jwtSecret = 'a secret for tests only, of at least 32 bytes';
const settings: Settings = {
  port: 0,
  host: '127.0.0.1',
  channelsPort: 0,
  store: { sqlite: ':memory:' },
  jwtSecret,
};
const screenshots = resolve(import.meta.dirname, '../screenshots');

let browser: Browser;
/** Closed after the test in reverse order: pages before their servers. */
let opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  await buildPage(chatPage);
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const each of opened.toReversed()) await each.close();
  opened = [];
});
afterAll(() => browser?.close());

/** Starts a chat without messages for one test. */
async function start(own: Partial<Settings> = {}): Promise<Served> {
  const chat = await startChat({ ...settings, ...own });
  opened.push(chat);
  return chat;
}

async function open(url: string, options?: BrowserContextOptions): Promise<ChatPage> {
  const page = await openChat(browser, url, options);
  opened.push(page);
  return page;
}

/** Opens the chat, signs in, and waits until the page is live. */
async function enter({ url }: Served, name: string, options?: BrowserContextOptions): Promise<ChatPage> {
  const page = await open(url, options);
  await page.signIn(name);
  await page.isLive();
  return page;
}

async function screenshot({ page }: Pick<ChatPage, 'page'>, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port);
}

describe('the chat example', () => {
  it('two users see each other’s messages live, in order, each message once', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'ada'), enter(chat, 'bob', { colorScheme: 'dark' })]);
    await screenshot(bob, 'empty-dark');
    const said = [
      'Where is Rex?',
      'He is under the table, and he will not come out.\nI have tried everything: the ball, the other ball, and sausages.',
      'Try the vacuum cleaner.',
      'In the other room, I mean.',
      'It worked!',
    ];
    for (const [index, text] of said.entries()) {
      const [from, to] = [1, 4].includes(index) ? [bob, ada] : [ada, bob];
      await from.say(text);
      await to.sees(text);
    }
    expect(await ada.messages()).toEqual(said);
    expect(await bob.messages()).toEqual(said);
    await screenshot(ada, 'chat-light');
    await screenshot(bob, 'chat-dark');
  });

  it('only members see Project X, and other users cannot open it by its URL', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'ada'), enter(chat, 'bob')]);
    expect(await bob.page.getByRole('link').allTextContents()).toEqual(['Dogs']);
    await ada.openRoom('Project X');
    await ada.say('It is a kennel.');
    await bob.page.goto(`${chat.url}/#secret-projectX`);
    await bob.sees('You cannot enter here');
    expect(await bob.page.getByText('It is a kennel.').count()).toBe(0);
    await screenshot(bob, 'no-such-room');
  });

  it('counts unread messages of other rooms until the user opens them', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'ada'), enter(chat, 'bob')]);
    await ada.openRoom('Project X');
    await bob.say('Woof.');
    await bob.say('Woof, woof.');
    await ada.page.getByRole('link', { name: 'Dogs 2 unread' }).waitFor();
    await screenshot(ada, 'unread');
    await ada.openRoom('Dogs');
    await ada.sees('Woof, woof.');
    await ada.page.getByRole('link', { name: 'Dogs', exact: true }).waitFor();
  });

  it('a reload keeps the session, the room and its history', async () => {
    const ada = await enter(await start(), 'ada');
    await ada.openRoom('Project X');
    await ada.say('Still here?');
    await ada.page.reload();
    await ada.sees('Still here?');
    await ada.isLive();
    expect(await ada.messages()).toEqual(['Still here?']);
  });

  it('can be used by keyboard alone: sign in, choose a room, write two lines, send', async () => {
    const { url } = await start();
    const { page, messages } = await open(url);
    await hasFocus(page.getByLabel('Your name'));
    await page.keyboard.type('ada');
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: 'Project X' });
    await link.waitFor();
    const field = (room: string) => page.getByRole('textbox', { name: `Message to ${room}` });
    await hasFocus(field('Dogs'));
    // The tab order is: rooms, messages, field.
    for (const _ of ['messages', 'Sign out', 'Project X']) await page.keyboard.press('Shift+Tab');
    await hasFocus(link);
    await screenshot({ page }, 'focus');
    await page.keyboard.press('Enter');
    await hasFocus(field('Project X'));
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await expect.poll(messages).toEqual(['one\ntwo']);
  });

  it('an expired token leads to the sign-in, which gives the reason', async () => {
    const { url } = await start();
    const ada = await open(url);
    await screenshot(ada, 'sign-in-light');
    const expired = await new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('-1h')
      .sign(new TextEncoder().encode(jwtSecret));
    await ada.page.evaluate((token) => localStorage.setItem('graphql-pusher-chat.token', token), expired);
    await ada.page.reload();
    await ada.sees('Your session has ended. Please sign in again.');
    await ada.page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(ada, 'sign-in-again-dark');
    await ada.signIn('ada');
    await ada.isLive();
  });

  it('a token that the server rejects later leads to the sign-in', async () => {
    const first = await start();
    const ports = { port: portOf(first.url), channelsPort: portOf(first.channelsUrl) };
    const ada = await enter(first, 'ada');
    await first.close();
    await start({ ...ports, jwtSecret: 'another secret, which signed none of the tokens' });
    await ada.reconnect();
    await ada.sees('Your session has ended. Please sign in again.');
  });

  it('an invalid name is rejected with a message', async () => {
    const { page, sees } = await open((await start()).url);
    await page.getByLabel('Your name').fill('???');
    await page.keyboard.press('Enter');
    await sees('A name must have 1 to 40 characters');
    expect(await page.getByRole('alert').count()).toBe(1);
  });

  it('fits on a phone, and stays at the newest message unless the user has scrolled up', async () => {
    const chat = await start();
    const ada = await enter(chat, 'ada', { viewport: { width: 375, height: 667 }, hasTouch: true });
    const bob = await enter(chat, 'bob');
    for (let index = 1; index <= 16; index++)
      await bob.say(`Message ${index}, which is here to fill the screen.`);
    const newest = ada.page.getByText('Message 16,');
    await expect.poll(() => newest.evaluate(isInView)).toBe(true);
    await screenshot(ada, 'phone');
    await ada.page.getByRole('region', { name: 'Conversation' }).evaluate((list) => list.scrollTo(0, 0));
    const toEnd = ada.page.getByRole('button', { name: 'Latest messages' });
    await toEnd.waitFor();
    await bob.say('Message 17');
    await ada.sees('Message 17');
    expect(await ada.page.getByText('Message 17').evaluate(isInView)).toBe(false);
    await screenshot(ada, 'phone-scrolled-away');
    await toEnd.click();
    expect(await ada.page.getByText('Message 17').evaluate(isInView)).toBe(true);
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });

  it('a restart of the Channels server loses no messages', { timeout: 60_000 }, async () => {
    const app = { id: 'chat', key: 'chat-key', secret: 'chat-secret' };
    const channels = createChannelsServer({ apps: [app] });
    opened.push(channels);
    const { host, port } = await channels.listen();
    const pusher = { appId: app.id, key: app.key, secret: app.secret, host, port, useTLS: false };
    const chat = await start({ pusher });
    const [ada, bob] = await Promise.all([enter(chat, 'ada'), enter(chat, 'bob')]);
    await ada.say('before');
    await bob.sees('before');

    await channels.close();
    await bob.sees('Reconnecting…');
    await screenshot(bob, 'reconnecting');
    // The server stores the message, and the author sees it.
    await ada.say('while Pusher is away');
    await ada.sees('while Pusher is away');

    const again = createChannelsServer({ apps: [app] });
    opened.push(again);
    await again.listen({ port, host });
    for (const each of [ada, bob]) await each.reconnect();
    await Promise.all([ada.isLive(), bob.isLive()]);
    await bob.sees('while Pusher is away');
    await bob.say('after');
    await ada.sees('after');
    const said = ['before', 'while Pusher is away', 'after'];
    expect(await ada.messages()).toEqual(said);
    expect(await bob.messages()).toEqual(said);
  });

  it('after a server restart without its store, the page warns of missing messages and continues', async () => {
    const first = await start();
    const ada = await enter(first, 'ada');
    await ada.say('before');
    await first.close();
    const second = await start({ port: portOf(first.url), channelsPort: portOf(first.channelsUrl) });
    await ada.reconnect();
    await ada.sees('Some messages before the latest 50 may be missing here.');
    await ada.isLive();
    await screenshot(ada, 'gap');
    await ada.page.getByRole('button', { name: 'Dismiss' }).click();
    const bob = await enter(second, 'bob');
    await bob.say('after');
    await ada.sees('after');
    expect(await ada.messages()).toEqual(['before', 'after']);
  });

  it('without a server the page shows an error with a button to retry', async () => {
    const first = await start();
    const ada = await enter(first, 'ada');
    await ada.page.route('**/graphql', (route) => route.abort());
    await ada.page.reload();
    await ada.sees('The server cannot be reached.');
    await screenshot(ada, 'no-server');
    await ada.page.unroute('**/graphql');
    await ada.page.getByRole('button', { name: 'Try again' }).click();
    await ada.isLive();
  });
});

async function hasFocus(locator: Locator): Promise<void> {
  await locator.waitFor();
  await expect.poll(() => locator.evaluate((element) => element === document.activeElement)).toBe(true);
}

/** Returns whether a message is visible. Runs in the page. */
function isInView(element: Element): boolean {
  const list = element.closest('.message-scroll')?.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  return list !== undefined && top >= list.top && bottom <= list.bottom + 1;
}
