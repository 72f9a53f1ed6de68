import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from '../../test/support/redis.ts';
import { type Child, startChild } from '../harness/child.ts';
import type { LoadCalls } from '../load/main.ts';
import type { Target } from '../load/target.ts';
import type { GatewayArgument, GatewayCalls } from '../servers/gateway.ts';
import type { StoreChoice } from '../servers/store.ts';
import type { SubjectCalls, UsageCalls } from '../servers/subject.ts';
import type { Alternative } from './alternative.ts';

/** Our gateway. It can also be filled with registrations on other topics. */
export interface OurAlternative extends Alternative {
  readonly publisher: Child<GatewayCalls>;
  /** Memory of the store outside the gateway's process, in bytes. */
  readonly storedBytes?: () => Promise<number>;
}

interface OpenedStore {
  readonly choice: StoreChoice;
  cpu?(): Promise<number>;
  bytes?(): Promise<number>;
  close(): Promise<void>;
}

async function startGateway(
  name: string,
  openStore: () => Promise<OpenedStore>,
  peers = false,
): Promise<OurAlternative> {
  const gatewayPort = await freePort();
  const store = await openStore();
  const channels: Child<UsageCalls> = await startChild('servers/channels.ts', {
    webhookUrl: `http://127.0.0.1:${gatewayPort}/pusher/webhook`,
  });
  const { port: channelsPort } = channels.ready as { port: number };
  const publisher: Child<GatewayCalls> = await startChild('servers/gateway.ts', {
    port: gatewayPort,
    channelsPort,
    store: store.choice,
    peers,
  } satisfies GatewayArgument);
  const target: Target = { protocol: 'graphql-pusher', gatewayPort, channelsPort };
  const load: Child<LoadCalls> = await startChild('load/main.ts', target);
  return {
    name,
    publisher,
    load,
    servers: { gateway: publisher, channels },
    keepsOrder: true,
    ...(store.cpu ? { otherCpu: store.cpu } : {}),
    ...(store.bytes ? { storedBytes: store.bytes } : {}),
    async stop() {
      await load.stop();
      await channels.stop();
      await publisher.stop();
      await store.close();
    },
  };
}

/** The default store: one SQLite file. */
async function sqliteFile(): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-bench-'));
  return {
    choice: { sqlite: join(folder, 'gateway.db') },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function ownRedis(): Promise<OpenedStore> {
  const server = await startRedis();
  const client = new Redis(server.url);
  const info = async (section: string, name: string): Promise<number> =>
    Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(await client.info(section))?.[1]);
  return {
    choice: { redis: server.url },
    cpu: async () => 1_000 * ((await info('cpu', 'used_cpu_sys')) + (await info('cpu', 'used_cpu_user'))),
    bytes: () => info('memory', 'used_memory'),
    async close() {
      client.disconnect();
      await server.stop();
    },
  };
}

export const startOurs = () => startGateway('graphql-pusher', sqliteFile);

export const startOursOnRedis = () => startGateway('graphql-pusher, Redis', ownRedis);

/** One execution and one trigger per subscriber. */
export const startPeers = () => startGateway("peers' algorithm", sqliteFile, true);

/** `trigger` of the official SDK with our Channels server. */
export async function startBareTrigger(): Promise<Alternative> {
  const channel = `private-cache-gql-${'x'.repeat(32)}`;
  const channels: Child<UsageCalls> = await startChild('servers/channels.ts', {});
  const { port: channelsPort } = channels.ready as { port: number };
  const publisher: Child<SubjectCalls> = await startChild('servers/bare-trigger.ts', {
    channelsPort,
    channel,
  });
  const load: Child<LoadCalls> = await startChild('load/main.ts', {
    protocol: 'pusher',
    channelsPort,
    channel,
  } satisfies Target);
  return {
    name: 'bare trigger',
    publisher,
    load,
    servers: { publisher, channels },
    // Concurrent requests may arrive in another order.
    keepsOrder: false,
    async stop() {
      await load.stop();
      await publisher.stop();
      await channels.stop();
    },
  };
}

/** Returns a free port on 127.0.0.1. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string')
    throw new Error('The system returned no free port on 127.0.0.1.');
  return address.port;
}
