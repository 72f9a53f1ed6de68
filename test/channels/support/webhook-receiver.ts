import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  rawBody: string;
  events: Record<string, unknown>[];
}

/** A server that receives and records webhooks. */
export interface WebhookReceiver {
  url: string;
  /** In order of arrival. */
  requests: ReceivedWebhook[];
  /** Maximum number of concurrent requests. */
  readonly mostAtOnce: number;
  /** Events of all requests, in order. */
  readonly events: Record<string, unknown>[];
  /** Waits for an event that contains these values. */
  got(event: Record<string, unknown>): Promise<void>;
}

/** `statuses` are those of the first responses; 0 sends no response. Later responses have the status 200. */
export async function receiveWebhooks(statuses: number[] = []): Promise<WebhookReceiver> {
  const requests: ReceivedWebhook[] = [];
  let open = 0;
  let mostAtOnce = 0;
  const server = createServer(async (request, response) => {
    open++;
    mostAtOnce = Math.max(mostAtOnce, open);
    response.on('close', () => open--);
    const rawBody = await text(request);
    requests.push({ headers: request.headers, rawBody, events: JSON.parse(rawBody).events });
    const status = statuses.shift() ?? 200;
    if (status > 0) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    get events() {
      return requests.flatMap(({ events }) => events);
    },
    async got(event) {
      await expect
        .poll(() => receiver.events, { timeout: 5_000 })
        .toContainEqual(expect.objectContaining(event));
    },
  };
  return receiver;
}
