import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The chat of one user, in its own browser context. */
export interface ChatPage {
  readonly page: Page;
  signIn(name: string): Promise<void>;
  say(text: string): Promise<void>;
  openRoom(name: string): Promise<void>;
  /** The texts of all messages, in the order on the page. */
  messages(): Promise<string[]>;
  /** Waits until the page shows this text. */
  sees(text: string): Promise<void>;
  isLive(): Promise<void>;
  /**
   * Reconnects after a restart of the server, unless the page is already connected or signed out. Without this,
   * pusher-js waits 15 seconds after two failed attempts.
   */
  reconnect(): Promise<void>;
  close(): Promise<void>;
}

export async function openChat(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ChatPage> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 720 }, ...options });
  const page = await context.newPage();
  // The longest time that a user would wait.
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  const live = page.getByRole('status', { name: 'Connection' }).getByText('Live');
  return {
    page,
    async signIn(name) {
      await page.getByLabel('Your name').fill(name);
      await page.keyboard.press('Enter');
      await page.getByRole('navigation', { name: 'Rooms' }).waitFor();
    },
    async say(text) {
      const field = page.getByRole('textbox', { name: /^Message to/ });
      await field.fill(text);
      await field.press('Enter');
      // During an outage the server retries Pusher before it responds.
      await expect.poll(() => field.inputValue(), { timeout: 10_000 }).toBe('');
    },
    async openRoom(name) {
      await page.getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    },
    messages: () => page.getByRole('log').locator('.text').allTextContents(),
    sees: (text) => page.getByText(text).first().waitFor(),
    isLive: () => live.waitFor(),
    async reconnect() {
      const tryNow = page.getByRole('button', { name: 'Try now' });
      const settled = live.or(page.getByLabel('Your name'));
      // Click the first one that is visible. A click on the others has no effect.
      await tryNow.or(settled).first().click();
    },
    close: () => context.close(),
  };
}
