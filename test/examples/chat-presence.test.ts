/** Who is in a room of the chat, and who is typing, as pages in Chromium show it to each other. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { typingEvent } from '../../examples/chat/page/typing.ts';
import { peopleChannelOf } from '../../examples/chat/people-channel.ts';
import { tokenFor, userNamed } from '../../examples/chat/session.ts';
import { startChat } from '../../examples/chat/start-chat.ts';
import { createChannelsServer } from '../../src/channels/index.ts';
import type { Served, Settings } from '../../src/serve/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, chat as chatPage } from '../support/build-page.ts';
import { type Channel, Pusher } from '../support/pusher-js.ts';
import { type ChatPage, openChat } from './chat-page.ts';

const settings: Settings = {
  port: 0,
  host: '127.0.0.1',
  channelsPort: 0,
  store: { sqlite: ':memory:' },
  jwtSecret: 'a secret for tests only, of at least 32 bytes',
};
const screenshots = resolve(import.meta.dirname, '../screenshots');

let browser: Browser;
/** To be closed after the test, last first: pages before the servers that they talk to. */
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

async function start(own: Partial<Settings> = {}): Promise<Served> {
  const chat = await startChat({ ...settings, ...own });
  opened.push(chat);
  return chat;
}

/** Somebody who has signed in, and is seen in the room by themselves. */
async function enter({ url }: Served, name: string, options?: BrowserContextOptions): Promise<ChatPage> {
  const chat = await openChat(browser, url, options);
  opened.push(chat);
  await chat.signIn(name);
  await people(chat).getByText('you', { exact: true }).waitFor();
  return chat;
}

function people({ page }: ChatPage) {
  return page.getByRole('complementary', { name: /^People in/ }).getByRole('listitem');
}

/** Waits until the page shows exactly these people, in this order. */
async function seesPeople(chat: ChatPage, expected: string[]): Promise<void> {
  const names = () => people(chat).locator('.person-name').allTextContents();
  await expect.poll(names, { timeout: 10_000 }).toEqual(expected);
}

function typing({ page }: ChatPage) {
  return page.getByRole('status', { name: 'Typing' });
}

async function seesTyping(chat: ChatPage, words: string): Promise<void> {
  await expect.poll(() => typing(chat).textContent(), { timeout: 10_000 }).toBe(words);
}

function field({ page }: ChatPage) {
  return page.getByRole('textbox', { name: /^Message to/ });
}

async function screenshot({ page }: ChatPage, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `chat-presence${name}.png`), animations: 'disabled' });
}

describe('who is in a room', () => {
  it('is seen by all who are there, as people come and go', async () => {
    const chat = await start();
    const ada = await enter(chat, 'Ada');
    await seesPeople(ada, ['Ada']);
    const bob = await enter(chat, 'Bob');
    // Oneself comes first, and is marked.
    await seesPeople(ada, ['Ada', 'Bob']);
    await seesPeople(bob, ['Bob', 'Ada']);
    expect(await people(bob).first().textContent()).toContain('you');
    expect(await people(bob).getByText('you', { exact: true }).count()).toBe(1);
    await bob.close();
    await seesPeople(ada, ['Ada']);
  });

  it('is told of each room by itself', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    await seesPeople(bob, ['Bob', 'Ada']);
    await ada.openRoom('Project X');
    await seesPeople(ada, ['Ada']);
    await seesPeople(bob, ['Bob']);
    await ada.openRoom('Dogs');
    await seesPeople(ada, ['Ada', 'Bob']);
    await seesPeople(bob, ['Bob', 'Ada']);
  });

  it('counts a user once, however many tabs they have, until the last one is closed', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    const secondTab = await bob.page.context().newPage();
    await secondTab.goto(chat.url);
    await secondTab.getByRole('complementary').getByText('you', { exact: true }).waitFor();
    // Who comes later is told of all at once.
    const cleo = await enter(chat, 'Cleo');
    await seesPeople(cleo, ['Cleo', 'Ada', 'Bob']);
    await seesPeople(ada, ['Ada', 'Bob', 'Cleo']);
    await bob.page.close();
    await cleo.close();
    // What left after the first tab is gone, so that its leaving has been told, if it had been one.
    await seesPeople(ada, ['Ada', 'Bob']);
    await secondTab.close();
    await seesPeople(ada, ['Ada']);
  });

  it('is right again after a lost connection', { timeout: 60_000 }, async () => {
    const app = { id: 'chat', key: 'chat-key', secret: 'chat-secret', clientEvents: true };
    const channels = createChannelsServer({ apps: [app] });
    opened.push(channels);
    const { host, port } = await channels.listen();
    const pusher = { appId: app.id, key: app.key, secret: app.secret, host, port, useTLS: false };
    const chat = await start({ pusher });
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    await seesPeople(ada, ['Ada', 'Bob']);

    await channels.close();
    await ada.sees('Reconnecting…');
    await bob.close();
    const again = createChannelsServer({ apps: [app] });
    opened.push(again);
    await again.listen({ port, host });
    const cleo = await enter(chat, 'Cleo');
    await ada.reconnect();
    await seesPeople(ada, ['Ada', 'Cleo']);
    await seesPeople(cleo, ['Cleo', 'Ada']);
    await field(cleo).fill('There you are');
    await seesTyping(ada, 'Cleo is typing…');
  });

  it('is nobody’s business outside a room for members', async () => {
    const chat = await start();
    const secret = peopleChannelOf('secret-projectX');
    expect(await joining(chat, 'ada', secret)).toBe('joined');
    expect(await joining(chat, 'bob', secret)).toMatchObject({ type: 'AuthError', status: 403 });
    expect(await joining(chat, 'bob', peopleChannelOf('dogs'))).toBe('joined');
    // There is no such room, and no such channel.
    expect(await joining(chat, 'ada', peopleChannelOf('cats'))).toMatchObject({ status: 403 });
    expect(await joining(chat, 'ada', 'presence-dogs')).toMatchObject({ status: 403 });
    expect(await authorizeByMutation(chat, 'bob', secret)).toBe('FORBIDDEN');
    expect(await authorizeByMutation(chat, 'ada', secret)).toBeUndefined();
  });
});

describe('who is typing', () => {
  it('is shown to the others until the message is sent', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada', { colorScheme: 'dark' }), enter(chat, 'Bob')]);
    await ada.say('Has anybody seen Rex?');
    await bob.sees('Has anybody seen Rex?');
    await field(bob).pressSequentially('He is under the table.');
    await seesTyping(ada, 'Bob is typing…');
    await seesTyping(bob, '');
    await screenshot(ada, '-dark');
    await field(bob).press('Enter');
    await ada.sees('He is under the table.');
    await seesTyping(ada, '');
  });

  it('ends when the text is deleted', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    await field(bob).fill('Never m');
    await seesTyping(ada, 'Bob is typing…');
    await field(bob).fill('');
    await seesTyping(ada, '');
  });

  it('ends by itself a few seconds after the last key', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    await ada.page.clock.install();
    await field(bob).fill('Hm');
    await seesTyping(ada, 'Bob is typing…');
    await ada.page.clock.fastForward(2_000);
    await seesTyping(ada, 'Bob is typing…');
    await ada.page.clock.fastForward(5_000);
    await seesTyping(ada, '');
    expect(await field(bob).inputValue()).toBe('Hm');
  });

  it('ends when they leave', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    await field(bob).fill('Wait');
    await seesTyping(ada, 'Bob is typing…');
    await bob.close();
    await seesPeople(ada, ['Ada']);
    await seesTyping(ada, '');
  });

  it('names up to three, in the order in which they began', async () => {
    const chat = await start();
    const ada = await enter(chat, 'Ada');
    await ada.say('Who walks the dogs today?');
    const words = [
      'Dan is typing…',
      'Dan and Bob are typing…',
      'Dan, Bob, and Cleo are typing…',
      'Several people are typing…',
    ];
    await ada.page.clock.install();
    // Time stands still, so that the first is not done before the last has begun.
    await ada.page.clock.pauseAt(new Date(Date.now() + 60_000));
    for (const [index, name] of ['Dan', 'Bob', 'Cleo', 'Eve'].entries()) {
      const member = await beThere(chat, name);
      member.trigger(typingEvent, { isTyping: true });
      await seesTyping(ada, words[index] ?? '');
      if (index === 2) await screenshot(ada, '-light');
    }
  });

  it('is told again every two seconds at most, and never more often than Pusher takes', async () => {
    const chat = await start();
    const ada = await enter(chat, 'Ada');
    const bob = await openChat(browser, chat.url);
    opened.push(bob);
    const told: boolean[] = [];
    bob.page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        const { event, data } = JSON.parse(String(payload));
        if (event === 'client-typing') told.push(data.isTyping);
      }),
    );
    await bob.signIn('Bob');
    await seesPeople(bob, ['Bob', 'Ada']);
    const now = Date.now();
    await bob.page.clock.setFixedTime(now);
    for (let round = 0; round < 12; round++) {
      await field(bob).fill('a');
      await field(bob).fill('');
    }
    // Ending is told, and beginning again so soon is not.
    await expect.poll(() => told).toEqual([true, false]);
    await bob.page.clock.setFixedTime(now + 500);
    await field(bob).pressSequentially('a sentence of many letters');
    await seesTyping(ada, 'Bob is typing…');
    expect(told).toEqual([true, false, true]);
    await bob.page.clock.setFixedTime(now + 2_500);
    await field(bob).press('.');
    await expect.poll(() => told).toEqual([true, false, true, true]);
  });
});

describe('on narrow screens', () => {
  it.each([
    { name: '-phone', viewport: { width: 375, height: 667 }, hasTouch: true },
    { name: '-tablet', viewport: { width: 900, height: 600 } },
  ])('$viewport.width pixels wide, people stand in a row that does not widen the page', async (screen) => {
    const { name, ...options } = screen;
    const chat = await start();
    const [ada, dan, cleo] = await Promise.all([
      enter(chat, 'Ada', options),
      enter(chat, 'Dan'),
      ...['Cleo', 'Eve', 'Bartholomew of the long, long name'].map((each) => beThere(chat, each)),
    ]);
    await seesPeople(ada, ['Ada', 'Bartholomew of the long, long name', 'Cleo', 'Dan', 'Eve']);
    await dan.say('Woof.');
    await ada.sees('Woof.');
    cleo?.trigger(typingEvent, { isTyping: true });
    await seesTyping(ada, 'Cleo is typing…');
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
    await screenshot(ada, name);
  });
});

/** What becomes of a stock pusher-js that wants to join a channel: `joined`, or what it is told. */
async function joining(chat: Served, name: string, channel: string) {
  const pusher = await pusherOf(chat, name);
  try {
    return await new Promise<unknown>((resolve) => {
      const wanted = pusher.subscribe(channel);
      wanted.bind('pusher:subscription_succeeded', () => resolve('joined'));
      wanted.bind('pusher:subscription_error', resolve);
    });
  } finally {
    pusher.disconnect();
  }
}

/** Somebody who is among the dogs without a page: a stock pusher-js on the room's channel. */
async function beThere(chat: Served, name: string): Promise<Channel> {
  const pusher = await pusherOf(chat, name);
  opened.push({ close: async () => pusher.disconnect() });
  const channel = pusher.subscribe(peopleChannelOf('dogs'));
  await new Promise((resolve, reject) => {
    channel.bind('pusher:subscription_succeeded', resolve);
    channel.bind('pusher:subscription_error', reject);
  });
  return channel;
}

async function pusherOf({ url, channelsUrl, jwtSecret }: Served, name: string): Promise<Pusher> {
  const { hostname, port } = new URL(channelsUrl ?? '');
  const headers = { authorization: `Bearer ${await tokenFor(userNamed(name), jwtSecret)}` };
  return new Pusher('graphql-pusher', {
    cluster: '',
    wsHost: hostname,
    wsPort: Number(port),
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: `${url}/pusher/auth`, transport: 'ajax', headers },
  });
}

/** The code of the refusal; `undefined` when there is none. */
async function authorizeByMutation({ url, jwtSecret }: Served, name: string, channel: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await tokenFor(userNamed(name), jwtSecret)}`,
    },
    body: JSON.stringify({
      query:
        'mutation ($channel: String!) { authorizeChannel(socketId: "1.2", channelName: $channel) { auth channelData } }',
      variables: { channel },
    }),
  });
  const { data, errors } = await response.json();
  if (!errors) expect(JSON.parse(data.authorizeChannel.channelData)).toMatchObject({ user_id: name });
  return errors?.[0]?.extensions?.code;
}
