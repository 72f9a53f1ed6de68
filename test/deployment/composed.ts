import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedProcess, startProcess } from '../support/child-process.ts';
import { startRedis } from '../support/redis.ts';
import type { ComposeService } from './compose.ts';

/** The services of `compose.yaml` as processes of this machine, which has no container engine. */
export interface Composed {
  /** URL of the proxy that replaces Caddy. It sends each request to the next gateway. */
  readonly url: string;
  /** URL of each gateway. */
  readonly gateways: readonly string[];
  stop(): Promise<void>;
}

/** Starts Redis, the Channels server, and then all gateways at once, each with its own command and settings. */
export async function startComposed(services: Readonly<Record<string, ComposeService>>): Promise<Composed> {
  const { redis, channels } = services;
  const gateways: string[] = [];
  const proxy = await startProxy(gateways);
  // The first word is the executable.
  const store = await startRedis(...(redis?.command.slice(1) ?? []));
  const project = join(mkdtempSync(join(tmpdir(), 'composed-')), 'demo');
  const processes: StartedProcess[] = [];
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): StartedProcess => {
    const each = startProcess('src/cli/main.ts', args, env);
    processes.push(each);
    return each;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((each) => each.stop()));
    proxy.server.close();
    proxy.server.closeAllConnections();
    await store.stop();
  };
  try {
    const init = start(['init', project, '--json']);
    const server = start(
      (channels?.command ?? []).map((each) =>
        each
          .replace('--host=0.0.0.0', '--host=127.0.0.1')
          .replace('--port=6001', '--port=0')
          .replace('http://proxy:8081', proxy.url),
      ),
    );
    await init.line();
    const channelsPort = /:(\d+)$/.exec(await server.line())?.[1];
    const commands = Object.entries(services).filter(([name]) => name.startsWith('gateway-'));
    const urls = commands.map(async ([, { command, environment }]) => {
      const gateway = start([...command.map((each) => (each === 'demo' ? project : each)), '--json'], {
        ...environment,
        PORT: '0',
        STORE: environment.STORE?.replace('redis://redis:6379', store.url),
        // Two names for the same host, as in compose.yaml.
        PUSHER_HOST: 'localhost',
        PUSHER_PORT: channelsPort,
        PUSHER_PUBLIC_HOST: '127.0.0.1',
        PUSHER_PUBLIC_PORT: channelsPort,
      });
      return urlIn(await gateway.line());
    });
    gateways.push(...(await Promise.all(urls)));
    return { url: proxy.url, gateways, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Extracts the URL from the first line of a gateway's output. */
function urlIn(line: string): string {
  const [, url] = /"url":"([^"]+)"/.exec(line) ?? [];
  if (url === undefined) throw new Error(`The gateway did not start: ${line}`);
  return url;
}

async function startProxy(gateways: readonly string[]): Promise<{ server: Server; url: string }> {
  let turn = 0;
  const server = createServer(async (request, response) => {
    const gateway = gateways[turn++ % gateways.length];
    if (gateway === undefined) return response.writeHead(503).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
        ? [[name, value]]
        : [],
    );
    const answer = await fetch(new URL(request.url ?? '/', gateway), {
      method: request.method ?? 'GET',
      headers,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    return response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
