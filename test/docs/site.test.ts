import { existsSync, globSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, posix } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sirv from 'sirv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../docs/.vitepress/api/api-pages.ts';
import { pageFiles, sitePathOf } from '../../docs/.vitepress/pages.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildPage, documentation } from '../support/build-page.ts';
import { root } from '../support/child-process.ts';

const folder = join(root, dirname(documentation.built));
const htmlOf = (page: string): string => readFileSync(join(folder, page), 'utf8');

describe('the documentation site', () => {
  let pages: string[];
  let server: Server;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    await buildPage(documentation);
    pages = globSync('**/*.html', { cwd: folder }).filter((page) => page !== '404.html');
    // Serve the site under a path, as on a shared host.
    const files = sirv(folder);
    server = createServer((request, response) => {
      request.url = request.url?.replace(/^\/docs\//, '/');
      files(request, response, () => void response.writeHead(404).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('contains every page of the repository, and a reference of every entry', () => {
    const expected = pageFiles().map((file) => sitePathOf(file).replace(/\.md$/, '.html'));
    expect(pages).toEqual(expect.arrayContaining(expected));
    for (const { page, exported } of readEntries()) {
      const html = htmlOf(`api/${page}.html`);
      for (const { name } of exported) expect(html, page).toContain(`<b>${name}</b>`);
    }
  });

  it('links to existing pages and headings only', () => {
    const ids = new Map(
      pages.map((page) => [page, new Set([...htmlOf(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]),
    );
    const dead = pages.flatMap((page) =>
      [...htmlOf(page).matchAll(/<a [^>]*?href="([^"]*)"/g)].flatMap(([, href = '']) => {
        if (/^[a-z]+:/.test(href)) return [];
        const [path = '', hash] = href.split('#');
        const target = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path));
        const exists = existsSync(join(folder, target));
        const isAnchored = !hash || ids.get(target)?.has(decodeURIComponent(hash)) === true;
        return exists && isAnchored ? [] : [`${page}: ${href}`];
      }),
    );
    expect(dead).toEqual([]);
  });

  /** Opens a page. Returns it with its requests to other hosts and its errors, which are added as they occur. */
  async function open(path: string, viewport: { width: number; height: number }): Promise<[Page, string[]]> {
    const page = await browser.newPage({ viewport });
    const problems: string[] = [];
    page.on('request', (request) => {
      if (!/^data:/.test(request.url()) && !request.url().startsWith(`${origin}/docs/`))
        problems.push(request.url());
    });
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${origin}/docs/${path}`);
    return [page, problems];
  }

  it('can be searched by keyboard, without requests to other hosts', async () => {
    const [page, problems] = await open('index.html', { width: 1280, height: 800 });
    // The page handles keys once Vue has mounted.
    await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
    await page.keyboard.press('Control+k');
    await page.locator('.VPLocalSearchBox .search-input').waitFor();
    await page.keyboard.type('maxSubscriptionAge');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/(authentication|maximum-age|graphql-pusher|security|changelog)/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(['index.html', 'settings.html', 'api/graphql-pusher.html'])('fits on a phone: %s', async (path) => {
    const [page, problems] = await open(path, { width: 360, height: 740 });
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth).toBe(clientWidth);
    expect(problems).toEqual([]);
    await page.close();
  });
});
