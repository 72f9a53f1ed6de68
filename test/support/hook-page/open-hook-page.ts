import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sirv from 'sirv';
import { build, defaultClientConditions } from 'vite';
import { expect } from 'vitest';
import type { Wanted } from './harness.tsx';

/** Polling options, with a timeout for slow machines. */
export const polling = { interval: 10, timeout: 10_000 };

/** A page that is built for a test, on its own port. */
export interface ServedPage {
  readonly url: string;
  close(): void;
}

/** Builds the page in this folder with Vite and React's development version, and serves it. */
export async function servePage(folder: string): Promise<ServedPage> {
  const outDir = mkdtempSync(join(tmpdir(), 'graphql-pusher-page-'));
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    // StrictMode has an effect in the development version only.
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"', 'globalThis.__DEV__': 'true' },
    resolve: { conditions: ['graphql-pusher-source', ...defaultClientConditions] },
    build: { outDir, emptyOutDir: true, minify: false, chunkSizeWarningLimit: 10_000 },
  });
  const server = createServer(sirv(outDir));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(outDir, { recursive: true });
    },
  };
}

export interface HookPage {
  readonly page: Page;
  /** The page's warnings and errors: React's warnings and uncaught errors. */
  readonly problems: string[];
  show(wanted: Wanted | undefined): Promise<void>;
  /** Resolves when the page has recorded exactly these texts. */
  recorded(texts: string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openHookPage(
  browser: Browser,
  { url }: ServedPage,
  parameters: Record<string, string>,
): Promise<HookPage> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${url}?${new URLSearchParams(parameters)}`);
  await page.waitForFunction(() => 'show' in window);
  return {
    page,
    problems,
    show: (wanted) => page.evaluate((each) => window.show(each), wanted),
    recorded: (texts) => expect.poll(() => page.locator('ol > li').allTextContents(), polling).toEqual(texts),
    close: () => page.close(),
  };
}
