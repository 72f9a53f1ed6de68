import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createApp } from './app.ts';
import { keyPairsOf } from './app-keys.ts';
import { type Counters, closeCode, createCounters } from './connection/index.ts';
import { createApi, createPages } from './http/index.ts';
import { keepAliveOptions } from './keep-alive.ts';
import { disconnect } from './messages/index.ts';
import { type ChannelsServerOptions, parseOptions } from './options.ts';
import { createFallback, createUpgradeListener, startLivenessChecks } from './transports/index.ts';

/** Where a server listens. */
export interface ListenAddress {
  host: string;
  port: number;
  /** `http://host:port` or `https://host:port`. */
  url: string;
}

/** Figures of a server, for metrics. */
export interface ChannelsStats extends Counters {
  /** Open connections. */
  connections: number;
  /** Occupied channels. */
  channels: number;
  /** Signed-in users. A user with several connections counts once. */
  users: number;
}

/** A server for the Pusher Channels protocol. */
export interface ChannelsServer {
  /**
   * Starts to listen. Defaults: host 127.0.0.1, and port 0, which is any free port. Rejects with Node's own error if the
   * server cannot listen, for example because the port is in use.
   */
  listen(options?: { port?: number | undefined; host?: string | undefined }): Promise<ListenAddress>;
  /**
   * Closes every connection with 4100, which makes clients reconnect after a second, and accepts no new ones. Sends
   * pending webhooks once. Resolves when all sockets are closed. Calling it again returns the same promise.
   */
  close(): Promise<void>;
  stats(): ChannelsStats;
}

/**
 * Creates a Channels server for development, tests and single machines: WebSockets, HTTP API and webhooks on one port.
 *
 * @throws {TypeError} if an option is invalid. If a certificate is invalid, Node's own error.
 * @example
 * const server = createChannelsServer({ apps: [{ id: 'app', key: 'key', secret: 'secret', clientEvents: true }] });
 * const { port } = await server.listen();
 * const pusher = new Pusher({ appId: 'app', key: 'key', secret: 'secret', host: '127.0.0.1', port: String(port) });
 */
export function createChannelsServer(options: ChannelsServerOptions): ChannelsServer {
  const settings = parseOptions(options);
  const counters = createCounters();
  const apps = settings.apps.map((app) => createApp(app, settings, counters));
  const byId = new Map(apps.map((app) => [app.settings.id, app]));
  const byKey = new Map(
    apps.flatMap((app) => keyPairsOf(app.settings).map(({ key }) => [key, app] as const)),
  );

  const api = createApi(byId, settings.onError);
  const fallback = createFallback(byKey);
  const pages = createPages({ stats, healthy: () => closing === undefined, metrics: settings.metrics });
  const handle: RequestListener = (request, response) => {
    if (!pages(request, response) && !fallback(request, response)) void api(request, response);
  };
  const keepAlive = keepAliveOptions(settings.keepAliveTimeout);
  const http = settings.tls
    ? createTlsServer({ ...keepAlive, ...settings.tls }, handle)
    : createServer(keepAlive, handle);
  http.on('upgrade', createUpgradeListener(byKey, settings.onError));
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  let stopLivenessChecks: (() => void) | undefined;
  let closing: Promise<void> | undefined;

  function stats(): ChannelsStats {
    const sum = (of: (app: (typeof apps)[number]) => number): number =>
      apps.reduce((total, app) => total + of(app), 0);
    return {
      ...counters,
      connections: sum((app) => app.connections.size),
      channels: sum((app) => app.channels.size),
      users: sum((app) => app.users.size),
    };
  }

  async function close(): Promise<void> {
    stopLivenessChecks?.();
    const stopped = new Promise<void>((resolve) => http.close(() => resolve()));
    for (const app of apps)
      for (const connection of [...app.connections.values()])
        disconnect(
          app,
          connection,
          closeCode.overCapacity,
          'The server is shutting down: reconnect in a second.',
        );
    http.closeIdleConnections();
    // Terminates the connections of clients that do not complete the closing handshake in time.
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, settings.closeTimeout);
    await Promise.all(apps.map(({ webhooks }) => webhooks.close()));
    await stopped;
    await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    clearTimeout(timer);
  }

  return {
    listen({ port = 0, host = '127.0.0.1' } = {}) {
      return new Promise((resolve, reject) => {
        http.once('error', reject);
        http.listen(port, host, () => {
          http.off('error', reject);
          stopLivenessChecks ??= startLivenessChecks(apps, settings);
          const { port: actual } = http.address() as AddressInfo;
          const scheme = settings.tls ? 'https' : 'http';
          resolve({
            host,
            port: actual,
            url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${actual}`,
          });
        });
      });
    },
    close: () => (closing ??= close()),
    stats,
  };
}
