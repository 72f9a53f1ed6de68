import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** GraphiQL in one browser tab. */
export interface GraphiQLPage {
  readonly page: Page;
  /** Replaces the text in the query editor. */
  writeQuery(text: string): Promise<void>;
  writeHeaders(headers: Record<string, string>): Promise<void>;
  query(): Promise<string>;
  headers(): Promise<string>;
  run(): Promise<void>;
  stop(): Promise<void>;
  /** Returns the text of the response editor. */
  response(): Promise<string>;
  /** Waits until the response contains this text. */
  receives(text: string): Promise<void>;
  /** The list of the last results, newest first. */
  readonly results: Locator;
  /** The status line below the response. */
  readonly status: Locator;
  /** Waits until the status line contains this text. */
  showsStatus(text: string | RegExp): Promise<void>;
  choose(transport: 'Pusher' | 'SSE'): Promise<void>;
}

/** Opens GraphiQL in a new browser tab and waits for its editors. */
export async function openGraphiQL(browser: Browser | BrowserContext, url: string): Promise<GraphiQLPage> {
  const page = await browser.newPage();
  // The longest time that a user would wait.
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  const editor = (section: string): Locator => page.locator(section).locator('.monaco-editor').first();
  const [query, headers, response] = [
    editor('.graphiql-query-editor'),
    editor('.graphiql-editor-tool .graphiql-editor:not(.hidden)'),
    editor('.graphiql-response'),
  ];

  /** Pastes the text, repeatedly until it appears: an editor becomes visible shortly before it accepts input. */
  async function write(into: Locator, text: string): Promise<void> {
    const written = async (): Promise<string> => {
      await paste(into.locator('textarea').first(), text);
      return textOf(into);
    };
    await expect.poll(written, { timeout: 15_000, interval: 100 }).toBe(text);
  }
  async function paste(field: Locator, text: string): Promise<void> {
    await field.focus();
    await page.keyboard.press('Control+A');
    // Pasted, because Monaco indents and closes brackets during typing.
    await field.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await page.keyboard.press('Control+Home');
  }
  async function textOf(shown: Locator): Promise<string> {
    const lines = await shown.locator('.view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' }))
        .toSorted((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  const status = page.getByRole('region', { name: 'Subscription status' });
  await query.locator('.view-line').first().waitFor();
  return {
    page,
    writeQuery: (text) => write(query, text),
    writeHeaders: (values) => write(headers, JSON.stringify(values, null, 2)),
    query: () => textOf(query),
    headers: () => textOf(headers),
    run: () => page.getByRole('button', { name: /^Execute query/ }).click(),
    stop: () => page.getByRole('button', { name: /^Stop query/ }).click(),
    response: () => textOf(response),
    receives: (text) => expect.poll(() => textOf(response), { timeout: 10_000 }).toContain(text),
    results: page.getByRole('region', { name: 'Last results' }).getByRole('listitem'),
    status,
    showsStatus: (text) => status.filter({ hasText: text }).waitFor(),
    // Click the label: the radio button itself is hidden, for keyboards and screen readers only.
    choose: (transport) =>
      page.getByRole('group', { name: 'Subscriptions over' }).getByText(transport).click(),
  };
}
