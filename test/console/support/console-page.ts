import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

const screenshots = resolve(import.meta.dirname, '../../screenshots');

/** The console in its own browser context, with its errors and the origins of its requests. */
export interface ConsolePage {
  readonly page: Page;
  /** Errors in the browser's console. */
  readonly errors: readonly string[];
  /** Origins of all requests and WebSocket connections. */
  readonly origins: ReadonlySet<string>;
  /** Waits until the connection status is "Live". */
  isLive(): Promise<void>;
  /** Opens one of the lists. */
  open(tab: 'Events' | 'Operations' | 'Topics' | 'Channels'): Promise<void>;
  /** The value of the tile with this label. */
  tile(label: string): Locator;
  chart(title: string): Locator;
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  // The longest time that a user would wait.
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  const origins = new Set<string>();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  page.on('websocket', (socket) => origins.add(new URL(socket.url()).origin));
  await page.goto(url);

  return {
    page,
    errors,
    origins,
    isLive: () =>
      page.getByRole('status', { name: 'Connection' }).getByText('Live', { exact: true }).waitFor(),
    open: (tab) => page.getByRole('tab', { name: tab }).click(),
    tile: (label) => page.locator('.tile', { hasText: label }).locator('dd').first(),
    chart: (title) => page.getByRole('img', { name: new RegExp(`^${title}\\.`) }),
    async screenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `console-${name}.png`), animations: 'disabled' });
    },
    close: () => context.close(),
  };
}
