import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import type { Connection } from '../connection/index.ts';
import { leave, markAlive, receive } from '../messages/index.ts';
import { readBody, splitUrl } from '../read-request.ts';
import { admit, isRejection, openConnection } from './accept.ts';
import { connectRequestOf } from './connect-request.ts';
import { FallbackLink } from './fallback-link.ts';

/** Maximum time between two polls, or between a full stream and the next one, in ms. */
const reconnectTimeout = 5_000;

const maxBodyBytes = 256 * 1024;

/** `…/app/KEY/SERVER/SESSION/xhr_streaming`. The client chooses both ids. */
const sessionPath = /\/app\/([^/]+\/\d+\/[^/]+)\/(xhr|xhr_streaming|xhr_send)$/;

const headers = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  // Without it, nginx buffers a stream until it ends.
  'x-accel-buffering': 'no',
};

const messagesSchema = z.array(z.string());

interface Session {
  link: FallbackLink;
  /** `undefined` if the connection was rejected. The link then only sends the reason. */
  admitted: { app: App; connection: Connection } | undefined;
}

/**
 * The transports that pusher-js uses where WebSockets are blocked: `xhr_streaming` and `xhr_polling`. The returned
 * handler returns `false` for other requests. `apps` is by key.
 */
export function createFallback(apps: ReadonlyMap<string, App>) {
  const sessions = new Map<string, Session>();

  function start(id: string, request: IncomingMessage): Session {
    const link = new FallbackLink({
      reconnectTimeout,
      onClose: () => {
        sessions.delete(id);
        if (session.admitted) leave(session.admitted.app, session.admitted.connection);
      },
    });
    const session: Session = { link, admitted: undefined };
    sessions.set(id, session);
    const app = admit(apps, connectRequestOf(request));
    if (isRejection(app)) link.close(app.code, app.reason);
    else session.admitted = { app, connection: openConnection(app, link) };
    return session;
  }

  async function send(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const messages = messagesSchema.safeParse(parseJson((await readBody(request, maxBodyBytes)) ?? ''));
    const admitted = sessions.get(id)?.admitted;
    if (!admitted) return void response.writeHead(404, headers).end();
    if (!messages.success) return void response.writeHead(400, headers).end();
    // An empty list of messages is a ping.
    markAlive(admitted.connection, admitted.app.now());
    for (const message of messages.data) receive(admitted.app, admitted.connection, message);
    response.writeHead(204, headers).end();
  }

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [, id, action] = sessionPath.exec(splitUrl(request.url ?? '/').path) ?? [];
    if (id === undefined) return false;
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...headers, 'access-control-allow-headers': 'content-type' }).end();
    } else if (request.method !== 'POST') {
      response.writeHead(405, { ...headers, allow: 'POST, OPTIONS' }).end();
    } else if (action === 'xhr_send') {
      send(id, request, response).catch(() => response.destroy());
    } else {
      request.resume();
      response.writeHead(200, { ...headers, 'content-type': 'application/javascript; charset=UTF-8' });
      const session = sessions.get(id) ?? start(id, request);
      session.link.attach({ response, streams: action === 'xhr_streaming' });
    }
    return true;
  };
}
