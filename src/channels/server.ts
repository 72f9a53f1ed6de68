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
import { createFallback, createWebSockets, startPulse } from './transports/index.ts';

/** Where a server listens. */
export interface ListenAddress {
  host: string;
  port: number;
  /** `http://host:port`, or with `https` */
  url: string;
}

/** What goes on in a server, for metrics. */
export interface ChannelsStats extends Counters {
  /** Open now. */
  connections: number;
  /** Occupied now. */
  channels: number;
  /** Signed in now, through however many connections. */
  users: number;
}

/** A server of the Pusher Channels protocol. */
export interface ChannelsServer {
  /**
   * Starts to listen; port 0, the default, takes a free one, and the host is 127.0.0.1 by default. Rejects with Node's
   * own error when that is not possible, as when the port is taken.
   */
  listen(options?: { port?: number | undefined; host?: string | undefined }): Promise<ListenAddress>;
  /**
   * Tells every client to reconnect in a second (4100), takes no new ones, sends the webhooks that are due once, and resolves when
   * every socket is gone. May be called twice.
   */
  close(): Promise<void>;
  stats(): ChannelsStats;
}

/**
 * A Channels server for development, tests and one machine: WebSockets, HTTP API and webhooks on one port.
 *
 * @throws TypeError when an option cannot be used; Node's own error when a certificate cannot be.
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

  const webSockets = createWebSockets(byKey, settings.onError);
  const api = createApi(byId, settings.onError);
  const fallback = createFallback(byKey);
  const pages = createPages({ stats, healthy: () => closing === undefined, metrics: settings.metrics });
  const answer: RequestListener = (request, response) => {
    if (!pages(request, response) && !fallback(request, response)) void api(request, response);
  };
  const keepAlive = keepAliveOptions(settings.keepAliveTimeout);
  const http = settings.tls
    ? createTlsServer({ ...keepAlive, ...settings.tls }, answer)
    : createServer(keepAlive, answer);
  http.on('upgrade', webSockets.upgrade);
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  let stopPulse: (() => void) | undefined;
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
    stopPulse?.();
    const stopped = new Promise<void>((resolve) => http.close(() => resolve()));
    for (const app of apps)
      for (const connection of [...app.connections.values()])
        disconnect(
          app,
          connection,
          closeCode.overCapacity,
          'The server is going down: reconnect in a second.',
        );
    http.closeIdleConnections();
    // Whoever does not say goodbye in time is cut.
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, settings.closeTimeout);
    await Promise.all(apps.map(({ webhooks }) => webhooks.close()));
    await stopped;
    await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    clearTimeout(cut);
  }

  return {
    listen({ port = 0, host = '127.0.0.1' } = {}) {
      return new Promise((resolve, reject) => {
        http.once('error', reject);
        http.listen(port, host, () => {
          http.off('error', reject);
          stopPulse ??= startPulse(apps, settings);
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
