import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A webhook as the Channels server sent it. */
export interface HeldWebhook {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly events: readonly { readonly name: string; readonly channel: string }[];
}

/** Takes webhooks and keeps them, until the test says what becomes of them. The sender is told that all is well. */
export interface WebhookRelay {
  readonly url: string;
  /** In the order of arrival; a test may take some out. */
  readonly held: HeldWebhook[];
  /** Takes out the first one that tells this of the channel; waits for it. */
  take(name: string, channel: string): Promise<HeldWebhook>;
  close(): Promise<void>;
}

export async function startWebhookRelay(): Promise<WebhookRelay> {
  const held: HeldWebhook[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    );
    held.push({ headers, body, events: JSON.parse(body).events });
    response.end();
    for (const look of [...waiting]) look();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    take: (name, channel) =>
      new Promise((resolve) => {
        const look = (): void => {
          const index = held.findIndex(({ events }) =>
            events.some((event) => event.name === name && event.channel === channel),
          );
          const [webhook] = index === -1 ? [] : held.splice(index, 1);
          if (!webhook) return;
          waiting.delete(look);
          resolve(webhook);
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
