import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What one person sees of the chat, in a browser context of their own. */
export interface ChatPage {
  readonly page: Page;
  signIn(name: string): Promise<void>;
  say(text: string): Promise<void>;
  openRoom(name: string): Promise<void>;
  /** The texts of all messages, in the order on the page. */
  messages(): Promise<string[]>;
  /** Waits until the page says so. */
  sees(text: string): Promise<void>;
  isLive(): Promise<void>;
  /**
   * After the server has come back: connects now, unless the page is connected or signed out already. By itself
   * pusher-js takes 15 seconds, once two tries have failed.
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
  // What a person would wait for at most.
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
      // During an outage the server tries to reach Pusher for a while before it answers.
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
      // Whichever is there: a click on the others does nothing.
      await tryNow.or(settled).first().click();
    },
    close: () => context.close(),
  };
}
