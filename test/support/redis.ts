import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A `redis-server` of our own on 127.0.0.1. It writes each command to disk before it answers (`appendonly`). */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it for good and deletes what it kept. */
  stop(): Promise<void>;
  /** Kills it if it runs, and starts it again on the same port with what it had. */
  restart(): Promise<void>;
  /** Copies what it holds now, as a backup does (RDB). */
  save(): Promise<void>;
  /** Kills it, and starts it with the last copy. `onRestored` is called before it answers with what the copy holds. */
  restore(onRestored?: () => void): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing, as behind a network that swallows packets. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
}

/** Starts a `redis-server` and waits until it answers. Installs it where it is missing and may be installed. */
export async function startRedis(...settings: string[]): Promise<RedisServer> {
  ensureRedisIsInstalled();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-redis-'));
  const start = () => startProcess(port, folder, settings);
  let running = await start();

  const kill = async () => {
    running.kill('SIGKILL');
    if (running.exitCode === null && running.signalCode === null)
      await new Promise((resolve) => running.once('exit', resolve));
  };
  // A test that dies must not leave servers behind.
  const killAtExit = () => running.kill('SIGKILL');
  process.once('exit', killAtExit);

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    freeze: () => void running.kill('SIGSTOP'),
    thaw: () => void running.kill('SIGCONT'),
    save: async () => {
      const client = new Redis(port, '127.0.0.1');
      await client.save();
      client.disconnect();
      copyFileSync(join(folder, 'dump.rdb'), join(folder, 'copy.rdb'));
    },
    restore: async (onRestored) => {
      await kill();
      rmSync(join(folder, 'appendonlydir'), { recursive: true, force: true });
      copyFileSync(join(folder, 'copy.rdb'), join(folder, 'dump.rdb'));
      onRestored?.();
      // With an append-only file, Redis would not read the copy.
      running = await startProcess(port, folder, [...settings, '--appendonly', 'no']);
      const client = new Redis(port, '127.0.0.1');
      await client.config('SET', 'appendonly', 'yes');
      client.disconnect();
    },
    restart: async () => {
      await kill();
      running = await start();
    },
    stop: async () => {
      process.off('exit', killAtExit);
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface RedisClusterServers {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  stop(): Promise<void>;
}

/** Starts a Redis Cluster of three masters, without replicas, and waits until it takes commands. */
export async function startRedisCluster(): Promise<RedisClusterServers> {
  const servers = await Promise.all(
    Array.from({ length: 3 }, async () =>
      startRedis(
        ...['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
        ...['--cluster-port', String(await freePort()), '--cluster-node-timeout', '5000'],
      ),
    ),
  );
  const clients = servers.map(({ url }) => new Redis(url));
  try {
    const share = Math.ceil(16_384 / clients.length);
    for (const [index, client] of clients.entries()) {
      const last = Math.min(16_384, (index + 1) * share) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', index * share, last);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    }
    for (const server of servers.slice(1)) {
      const busPort = await busPortOf(server);
      await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', server.port, busPort);
    }
    await Promise.all(clients.map(untilClusterIsWhole));
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    nodes: servers.map(({ port }) => ({ host: '127.0.0.1', port })),
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

async function busPortOf({ url }: RedisServer): Promise<number> {
  const client = new Redis(url);
  const [, port] = (await client.config('GET', 'cluster-port')) as [string, string];
  client.disconnect();
  return Number(port);
}

async function untilClusterIsWhole(client: Redis): Promise<void> {
  await until(async () => {
    const state = String(await client.cluster('INFO'));
    return state.includes('cluster_state:ok') && state.includes('cluster_known_nodes:3');
  }, 'The Redis Cluster did not come together.');
}

async function startProcess(port: number, folder: string, settings: string[]): Promise<ChildProcess> {
  const output: string[] = [];
  const server = spawn(
    'redis-server',
    [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', ...settings],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  server.stdout?.on('data', (data) => output.push(String(data)));
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: null });
  // Before it listens it refuses, which is what we wait for to end.
  client.on('error', () => undefined);
  try {
    await until(
      async () => {
        if (server.exitCode !== null) throw new Error(`redis-server ended:\n${output.join('')}`);
        try {
          if (client.status !== 'ready') await client.connect();
          return (await client.ping()) === 'PONG';
        } catch {
          return false;
        }
      },
      `redis-server on port ${port} does not answer:\n${output.join('')}`,
    );
    return server;
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  } finally {
    client.disconnect();
  }
}

async function until(condition: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await pause(20);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

/** Package managers that carry Redis, each with the commands that install it. */
const installers: Record<string, readonly (readonly string[])[]> = {
  'apt-get': [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']],
  apk: [['add', '--no-cache', 'redis']],
  dnf: [['install', '-y', 'redis']],
  yum: [['install', '-y', 'redis']],
  pacman: [['-Sy', '--noconfirm', 'redis']],
  brew: [['install', 'redis']],
};

function ensureRedisIsInstalled(): void {
  if (answers('redis-server')) return;
  const attempts: string[] = [];
  for (const [manager, steps] of Object.entries(installers)) {
    if (!answers(manager)) continue;
    for (const step of steps) {
      const { status, stderr } = spawnSync(manager, step, {
        encoding: 'utf8',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      if (status !== 0) attempts.push(`${manager} ${step.join(' ')}: ${stderr.trim()}`);
    }
    if (answers('redis-server')) return;
  }
  throw new Error(
    ['The tests of the Redis store need `redis-server` 7 or newer on the PATH. Install it, for example with']
      .concat(
        '  apt-get install redis-server   (Debian, Ubuntu)',
        '  brew install redis             (macOS)',
        ...attempts.map((attempt) => `Tried to install it: ${attempt}`),
      )
      .join('\n'),
  );
}

function answers(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
