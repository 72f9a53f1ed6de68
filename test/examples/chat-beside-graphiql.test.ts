import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenFor, userNamed } from '../../examples/chat/session.ts';
import { startChat } from '../../examples/chat/start-chat.ts';
import type { Served } from '../../src/serve/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, chat as chatPage, graphiql as graphiqlPage } from '../support/build-page.ts';
import { openChat } from './chat-page.ts';
import { openGraphiQL } from './graphiql-page.ts';

const folder = resolve(import.meta.dirname, '../screenshots');
const height = 620;

let browser: Browser;
let served: Served;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await Promise.all([buildPage(chatPage), buildPage(graphiqlPage)]);
  browser = await launchBrowser();
  served = await startChat({
    port: 0,
    host: '127.0.0.1',
    channelsPort: 0,
    store: { sqlite: ':memory:' },
    jwtSecret: 'a secret for tests only, of at least 32 bytes',
  });
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** Draws both windows into one picture. Copy it to `docs/chat-and-graphiql.png` for the README after a change of the pages. */
async function pictureOf(windows: { title: string; image: Buffer; width: number }[]): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1400, height: height + 106 },
    deviceScaleFactor: 1.5,
  });
  const frames = windows.map(
    ({ title, image, width }) =>
      `<figure style="width:${width}px"><figcaption><i></i><i></i><i></i>${title}</figcaption>
      <img width="${width}" height="${height}" src="data:image/png;base64,${image.toString('base64')}"></figure>`,
  );
  await page.setContent(`<style>
    body { margin: 0; padding: 32px; display: flex; gap: 24px; justify-content: center; background: #ece9f7; font: 13px sans-serif }
    figure { margin: 0; border-radius: 10px; overflow: hidden; background: #fff; box-shadow: 0 6px 24px #1c104033 }
    figcaption { padding: 11px 14px; color: #5b5670; background: #f7f5fc; border-bottom: 1px solid #e3def2 }
    i { display: inline-block; width: 11px; height: 11px; margin-right: 7px; border-radius: 50%; background: #d3cdea }
    i:last-of-type { margin-right: 14px }
    img { display: block }
  </style>${frames.join('')}`);
  await page.screenshot({ path: join(folder, 'chat-and-graphiql.png'), animations: 'disabled' });
  await page.close();
}

describe('GraphiQL beside the chat', () => {
  it('receives each message of the room at the same position as the chat', async () => {
    const options = { viewport: { width: 640, height }, deviceScaleFactor: 1.5 };
    const [ada, bob] = await Promise.all([
      openChat(browser, served.url, options),
      openChat(browser, served.url, options),
    ]);
    for (const [page, name] of [[ada, 'ada'] as const, [bob, 'bob'] as const]) {
      await page.signIn(name);
      await page.isLive();
    }

    const context = await browser.newContext({
      viewport: { width: 900, height: 830 },
      deviceScaleFactor: 1.5,
    });
    const graphiql = await openGraphiQL(context, `${served.url}/graphql`);
    await graphiql.writeHeaders({
      Authorization: `Bearer ${await tokenFor(userNamed('ada'), served.jwtSecret)}`,
    });
    await graphiql.writeQuery(
      'subscription {\n  messageAdded(roomId: "dogs") {\n    text\n    author {\n      name\n    }\n  }\n}',
    );
    await graphiql.run();
    await graphiql.showsStatus('subscribed');

    await ada.say('Has anyone seen Rex?');
    await ada.sees('Has anyone seen Rex?');
    await bob.say('He is under the table, and he will not come out.');
    await ada.sees('He is under the table, and he will not come out.');
    await ada.say('Try the vacuum cleaner. In the other room.');
    await bob.sees('Try the vacuum cleaner. In the other room.');
    await bob.say('It worked!');
    await ada.sees('It worked!');
    await graphiql.receives('It worked!');
    expect(await ada.messages()).toHaveLength(4);

    await pictureOf([
      { title: 'Chat', image: await ada.page.screenshot({ animations: 'disabled' }), width: 640 },
      { title: 'GraphiQL', image: await graphiql.page.screenshot({ animations: 'disabled' }), width: 672 },
    ]);
    await Promise.all([ada.close(), bob.close(), context.close()]);
  }, 60_000);
});
