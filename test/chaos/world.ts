import { app } from './app.ts';
import type { ChannelsSettings } from './channels.ts';
import type { GatewaySettings } from './gateway.ts';
import { createGatewayProcess, type GatewayProcess } from './gateways.ts';
import type { FallBack } from './journal.ts';
import { type LinkProxy, startLinkProxy } from './link-proxy.ts';
import type { Random } from './random.ts';
import { createService, type Service } from './service.ts';
import { type ChaosStore, type StoreName, startStore } from './stores.ts';
import type { Tally } from './tally.ts';
import { startTriggerProxy, type TriggerProxy } from './trigger-proxy.ts';
import { startWebhookProxy, type WebhookProxy } from './webhook-proxy.ts';

/** Settings of all gateways that change during a run. */
export interface Deployment {
  /** Index in the app's key pairs. */
  keyPair: 0 | 1;
  /** Each number stands for another master key. */
  encryptionKey: number;
  /** In ms. */
  maxSubscriptionAge: number | undefined;
}

/** All that a run starts, and what stands between its parts. */
export interface World {
  readonly store: ChaosStore;
  readonly channels: Service;
  /** What the gateways are started with from now on. */
  readonly deployment: Deployment;
  readonly gateways: readonly GatewayProcess[];
  readonly sockets: LinkProxy;
  readonly triggers: TriggerProxy;
  readonly webhooks: WebhookProxy;
  /** Falls of the store back to an older state, in order. */
  readonly fallBacks: FallBack[];
  /** The URL of any gateway that is up, by this stream's choice. */
  anyGateway(random: Random): string | undefined;
  close(): Promise<void>;
}

const gatewayCount = 3;

export async function startWorld(storeName: StoreName, random: Random, tally: Tally): Promise<World> {
  const store = await startStore[storeName](random.fork('store links'));
  const webhookRandom = random.fork('gateways of webhooks');
  const webhooks = await startWebhookProxy(() => anyGateway(webhookRandom), random.fork('webhooks'), tally);
  const port = await freePort();
  const channels = createService('channels', 'test/chaos/channels.ts', () => ({
    CHAOS_CHANNELS: JSON.stringify({ port, webhookUrl: webhooks.url } satisfies ChannelsSettings),
  }));
  await channels.start();
  const channelsUrl = channels.url ?? '';
  const sockets = await startLinkProxy(port, random.fork('sockets'));
  const triggers = await startTriggerProxy(channelsUrl, random.fork('triggers'), tally);
  const deployment: Deployment = { keyPair: 0, encryptionKey: 1, maxSubscriptionAge: undefined };
  const settings = (): Omit<GatewaySettings, 'clockOffset'> => ({
    store: store.settings,
    pusher: {
      appId: app.id,
      ...app.keyPairs[deployment.keyPair],
      encryptionMasterKey: Buffer.alloc(32, deployment.encryptionKey).toString('base64'),
      host: '127.0.0.1',
      port: triggers.port,
      useTLS: false,
      timeout: 2_000,
    },
    maxSubscriptionAge: deployment.maxSubscriptionAge,
  });
  const gateways = Array.from({ length: gatewayCount }, (_, index) =>
    createGatewayProcess(`gateway ${index + 1}`, settings, tally),
  );
  await Promise.all(gateways.map((gateway) => gateway.start()));

  function anyGateway(choice: Random): string | undefined {
    const [first, ...others] = gateways.flatMap(({ url }) => url ?? []);
    return first === undefined ? undefined : choice.pick([first, ...others]);
  }

  return {
    store,
    deployment,
    channels,
    gateways,
    sockets,
    triggers,
    webhooks,
    fallBacks: [],
    anyGateway,
    async close() {
      await Promise.all([...gateways, channels].map((service) => service.stop()));
      await Promise.all([sockets, triggers, webhooks].map((proxy) => proxy.close()));
      await store.stop();
    },
  };
}

/** The server must come back where its clients look for it. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
