import { randomInt } from 'node:crypto';
import type { App } from '../app.ts';
import { Connection, closeCode, type Link, messageFrame, protocolEvent } from '../connection/index.ts';
import { disconnect } from '../messages/index.ts';
import type { ConnectRequest } from './connect-request.ts';

/** Why a connection is rejected. */
export interface Rejection {
  code: number;
  reason: string;
}

/** Versions of the Pusher protocol. Clients of version 5 need the reason of a rejection as a message. */
const supportedVersions = [5, 6, 7];

/** Returns the app that the client may connect to, or a rejection. */
export function admit(
  apps: ReadonlyMap<string, App>,
  { key, protocol, secure, origin }: ConnectRequest,
): App | Rejection {
  if (key === undefined)
    return { code: closeCode.unknownPath, reason: 'Path not found: connect to /app/KEY.' };
  if (!protocol)
    return { code: closeCode.noVersion, reason: 'No protocol version: add ?protocol=7 to the URL.' };
  if (!/^\d+$/.test(protocol))
    return { code: closeCode.badVersion, reason: 'Invalid protocol version: use 7.' };
  if (!supportedVersions.includes(Number(protocol)))
    return {
      code: closeCode.unsupportedVersion,
      reason: `Unsupported protocol version ${Number(protocol)}: use 7.`,
    };
  const app = apps.get(key);
  if (!app) return { code: closeCode.unknownApp, reason: `App key ${key.slice(0, 60)} not in this cluster.` };
  if (!app.settings.enabled) return { code: closeCode.appDisabled, reason: 'This app is disabled.' };
  if (app.settings.forceTLS && !secure)
    return { code: closeCode.tlsOnly, reason: 'This app accepts TLS connections only.' };
  if (origin !== undefined && app.settings.origins?.includes(origin.toLowerCase()) === false)
    return {
      code: closeCode.unauthorized,
      reason: `Origin ${origin.slice(0, 60)} is not allowed to connect to this app.`,
    };
  if (app.connections.size >= app.settings.maxConnections)
    return { code: closeCode.overQuota, reason: 'This app has reached its maximum number of connections.' };
  let total = 0;
  for (const each of apps.values()) total += each.connections.size;
  if (total >= app.server.maxConnections)
    return {
      code: closeCode.overCapacity,
      reason: 'This server has reached its maximum number of connections.',
    };
  return app;
}

export function isRejection(admitted: App | Rejection): admitted is Rejection {
  return 'code' in admitted;
}

/** Opens a connection on a link, and sends the client its socket id. */
export function openConnection(app: App, link: Link): Connection {
  const connection = new Connection({
    socketId: newSocketId(app),
    link,
    counters: app.counters,
    maxBufferedBytes: app.server.maxBufferedBytes,
    now: app.now(),
  });
  app.connections.set(connection.socketId, connection);
  const data = {
    socket_id: connection.socketId,
    activity_timeout: Math.max(1, Math.ceil(app.server.activityTimeout / 1_000)),
  };
  connection.write(messageFrame({ event: protocolEvent.established, data: JSON.stringify(data) }));
  if (app.settings.authorizedConnections !== undefined) {
    setTimeout(() => {
      if (!connection.authorized && connection.open)
        disconnect(app, connection, closeCode.unauthorized, 'Connection not authorized within timeout.');
    }, app.settings.authorizedConnections).unref();
  }
  return connection;
}

function newSocketId({ connections }: App): string {
  for (;;) {
    const id = `${randomInt(1, 1e9)}.${randomInt(1, 1e9)}`;
    if (!connections.has(id)) return id;
  }
}
