import { setTimeout as pause } from 'node:timers/promises';
import { forward, type HttpServer, type ReadRequest, startHttpServer } from './http-server.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** Stands between the Channels server and the gateways: webhooks are lost, late, doubled and out of order. */
export interface WebhookProxy extends HttpServer {
  isCalm: boolean;
}

const fates = { passed: 40, lost: 20, doubled: 15, late: 25 } as const;

/** `gateway`: the URL of any that answers. */
export async function startWebhookProxy(
  gateway: () => string | undefined,
  random: Random,
  tally: Tally,
): Promise<WebhookProxy> {
  const proxy = { isCalm: true };

  async function pass(request: ReadRequest): Promise<number> {
    const url = gateway();
    if (!url) return 503;
    return (await forward({ ...request, path: '/pusher/webhook' }, url)).status;
  }

  async function passLate(request: ReadRequest): Promise<void> {
    await pause(random.between(100, 8_000), undefined, { ref: false });
    // Whoever was to hear it has died meanwhile, and nobody sends it again.
    await pass(request).catch(() => undefined);
  }

  const server = await startHttpServer(async (request, response) => {
    const fate = proxy.isCalm ? 'passed' : random.weighted(fates);
    tally.count(`webhooks ${fate}`);
    if (fate === 'late') void passLate(request);
    if (fate === 'doubled') await pass(request);
    const status = fate === 'passed' || fate === 'doubled' ? await pass(request) : 200;
    response.writeHead(status).end();
  });
  return Object.assign(proxy, server);
}
