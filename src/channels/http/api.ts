import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import { keyPairsOf } from '../app-keys.ts';
import { readBody } from '../read-body.ts';
import { splitUrl } from '../url.ts';
import { type Answer, refuse } from './answer.ts';
import { authFailure, parseQuery, unescaped } from './authenticate.ts';
import { route } from './route.ts';
import { targetOf } from './target.ts';

/** A full batch, every byte of it escaped. */
const maxBodyBytes = 1024 * 1024;

/** Answers requests of apps' servers. `apps` is by id. */
export function createApi(apps: ReadonlyMap<string, App>, onError: (error: unknown) => void) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      send(response, handle(apps, request, await readBody(request, maxBodyBytes)));
    } catch (error) {
      // Whoever hung up wants no answer, and is no fault of ours.
      if (request.destroyed && !request.complete) return;
      onError(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

function handle(apps: ReadonlyMap<string, App>, request: IncomingMessage, body: string | undefined): Answer {
  const { method = 'GET', url = '/' } = request;
  const { path, search } = splitUrl(url);
  const target = targetOf(path, (id) => apps.has(id));
  if (!target) return refuse(404, 'Not found: the HTTP API is under /apps/ID.');
  const app = apps.get(target.appId);
  if (!app) return refuse(404, `Unknown app_id ${target.appId}.`);
  if (body === undefined) return refuse(413, `A body has at most ${maxBodyBytes} bytes.`);
  const query = parseQuery(search);
  const failure = authFailure(
    keyPairsOf(app.settings),
    { method, path, ownPath: target.path, query, body },
    app.server.now(),
  );
  return failure ?? route(app, { resource: target.resource.split('/').map(unescaped), method, query, body });
}

function send(response: ServerResponse, { status, body, contentType }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
