/** Presence and typing in the chat example, tested with pages in Chromium. */
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

async function start(own: Partial<Settings> = {}): Promise<Served> {
  const chat = await startChat({ ...settings, ...own });
  opened.push(chat);
  return chat;
}

/** Opens the chat, signs in, and waits until the page lists the user. */
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

describe('the list of people in a room', () => {
  it('is updated on all pages when people enter and leave', async () => {
    const chat = await start();
    const ada = await enter(chat, 'Ada');
    await seesPeople(ada, ['Ada']);
    const bob = await enter(chat, 'Bob');
    // A user sees themselves first, with a mark.
    await seesPeople(ada, ['Ada', 'Bob']);
    await seesPeople(bob, ['Bob', 'Ada']);
    expect(await people(bob).first().textContent()).toContain('you');
    expect(await people(bob).getByText('you', { exact: true }).count()).toBe(1);
    await bob.close();
    await seesPeople(ada, ['Ada']);
  });

  it('is separate for each room', async () => {
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

  it('contains a user with several tabs once, until the last tab is closed', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    const secondTab = await bob.page.context().newPage();
    await secondTab.goto(chat.url);
    await secondTab.getByRole('complementary').getByText('you', { exact: true }).waitFor();
    // A later user gets the complete list.
    const cleo = await enter(chat, 'Cleo');
    await seesPeople(cleo, ['Cleo', 'Ada', 'Bob']);
    await seesPeople(ada, ['Ada', 'Bob', 'Cleo']);
    await bob.page.close();
    await cleo.close();
    // Cleo left after Bob's first tab. Cleo is gone, so the page would also have processed Bob's departure.
    await seesPeople(ada, ['Ada', 'Bob']);
    await secondTab.close();
    await seesPeople(ada, ['Ada']);
  });

  it('is correct after a reconnect', { timeout: 60_000 }, async () => {
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

  it('is visible to members only in a private room', async () => {
    const chat = await start();
    const secret = peopleChannelOf('secret-projectX');
    expect(await joining(chat, 'ada', secret)).toBe('joined');
    expect(await joining(chat, 'bob', secret)).toMatchObject({ type: 'AuthError', status: 403 });
    expect(await joining(chat, 'bob', peopleChannelOf('dogs'))).toBe('joined');
    // Neither the room nor the channel exists.
    expect(await joining(chat, 'ada', peopleChannelOf('cats'))).toMatchObject({ status: 403 });
    expect(await joining(chat, 'ada', 'presence-dogs')).toMatchObject({ status: 403 });
    expect(await authorizeByMutation(chat, 'bob', secret)).toBe('FORBIDDEN');
    expect(await authorizeByMutation(chat, 'ada', secret)).toBeUndefined();
  });
});

describe('the typing notice', () => {
  it('is shown to other users until the message is sent', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada', { colorScheme: 'dark' }), enter(chat, 'Bob')]);
    await ada.say('Where is Rex?');
    await bob.sees('Where is Rex?');
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

  it('ends a few seconds after the last key press', async () => {
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

  it('ends when the user leaves', async () => {
    const chat = await start();
    const [ada, bob] = await Promise.all([enter(chat, 'Ada'), enter(chat, 'Bob')]);
    await field(bob).fill('Wait');
    await seesTyping(ada, 'Bob is typing…');
    await bob.close();
    await seesPeople(ada, ['Ada']);
    await seesTyping(ada, '');
  });

  it('names up to three users in the order in which they started typing', async () => {
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
    // Time is paused, so that the first notice does not expire before the last one starts.
    await ada.page.clock.pauseAt(new Date(Date.now() + 60_000));
    for (const [index, name] of ['Dan', 'Bob', 'Cleo', 'Eve'].entries()) {
      const member = await joinDogs(chat, name);
      member.trigger(typingEvent, { isTyping: true });
      await seesTyping(ada, words[index] ?? '');
      if (index === 2) await screenshot(ada, '-light');
    }
  });

  it('is sent at most every two seconds, within the rate limit of Pusher', async () => {
    const chat = await start();
    const ada = await enter(chat, 'Ada');
    const bob = await openChat(browser, chat.url);
    opened.push(bob);
    const sent: boolean[] = [];
    bob.page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        const { event, data } = JSON.parse(String(payload));
        if (event === 'client-typing') sent.push(data.isTyping);
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
    // The page sends the end, but not a new start so soon after it.
    await expect.poll(() => sent).toEqual([true, false]);
    await bob.page.clock.setFixedTime(now + 500);
    await field(bob).pressSequentially('a sentence of many letters');
    await seesTyping(ada, 'Bob is typing…');
    expect(sent).toEqual([true, false, true]);
    await bob.page.clock.setFixedTime(now + 2_500);
    await field(bob).press('.');
    await expect.poll(() => sent).toEqual([true, false, true, true]);
  });
});

describe('on narrow screens', () => {
  it.each([
    { name: '-phone', viewport: { width: 375, height: 667 }, hasTouch: true },
    { name: '-tablet', viewport: { width: 900, height: 600 } },
  ])('$viewport.width pixels wide, the people fit into a row and do not widen the page', async (screen) => {
    const { name, ...options } = screen;
    const chat = await start();
    const [ada, dan, cleo] = await Promise.all([
      enter(chat, 'Ada', options),
      enter(chat, 'Dan'),
      ...['Cleo', 'Eve', 'Bartholomew of the long, long name'].map((each) => joinDogs(chat, each)),
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

/** Subscribes a plain pusher-js to a channel. Returns `joined`, or the error that pusher-js reports. */
async function joining(chat: Served, name: string, channel: string) {
  const pusher = await pusherOf(chat, name);
  try {
    return await new Promise<unknown>((resolve) => {
      const requested = pusher.subscribe(channel);
      requested.bind('pusher:subscription_succeeded', () => resolve('joined'));
      requested.bind('pusher:subscription_error', resolve);
    });
  } finally {
    pusher.disconnect();
  }
}

/** Joins the room "Dogs" without a page: a plain pusher-js on the room's channel. */
async function joinDogs(chat: Served, name: string): Promise<Channel> {
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

/** Returns the error code; `undefined` if the channel is authorized. */
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
