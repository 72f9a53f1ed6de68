import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Server } from './world.ts';

const folder = join(tmpdir(), 'graphql-pusher-soketi');
/** soketi's socket library has binaries up to Node 20 only, and npm provides them under another package name. */
const node = `node-${process.platform}-${process.arch}`;
const manifest = {
  private: true,
  dependencies: { '@soketi/soketi': '1.6.1', [node]: '20' },
  overrides: { 'uWebSockets.js': 'npm:@trufflesuite/uws-js-unofficial@20.30.0-unofficial.0' },
};

const webhookNames = [
  'channel_occupied',
  'channel_vacated',
  'member_added',
  'member_removed',
  'client_event',
  'cache_miss',
];

/** Installs soketi into a temporary folder unless it is already installed, and starts it. */
export async function startSoketi(webhookUrl: string): Promise<Server> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--prefer-offline'], { cwd: folder });
  const [port, metricsPort] = [await freePort(), await freePort()];
  const app = {
    id: '1',
    key: 'k',
    secret: 's',
    enableClientMessages: true,
    enableUserAuthentication: true,
    webhooks: [{ url: webhookUrl, event_types: webhookNames }],
  };
  const settings = {
    host: '127.0.0.1',
    port,
    // A key with a dot sets one option. An object would replace its sibling options.
    'metrics.host': '127.0.0.1',
    'metrics.port': metricsPort,
    'appManager.array.apps': [app],
  };
  const config = join(folder, `${port}.json`);
  await writeFile(config, JSON.stringify(settings));
  const server = spawn(
    join(folder, `node_modules/${node}/bin/node`),
    [join(folder, 'node_modules/@soketi/soketi/bin/server.js'), 'start', `--config=${config}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((started, failed) => {
    server.once('exit', () => failed(new Error('soketi exited before it was running.')));
    server.stdout.on('data', (output) => {
      if (String(output).includes('is up and running')) started();
    });
  });
  return {
    pusher: { appId: app.id, key: app.key, secret: app.secret, host: '127.0.0.1', port, useTLS: false },
    async stop() {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}
