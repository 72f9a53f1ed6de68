import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import { keyPairsOf } from '../app-keys.ts';
import { readBody, splitUrl } from '../read-request.ts';
import { type ApiResponse, errorResponse } from './api-messages.ts';
import { authFailure, parseQuery, unescaped } from './authenticate.ts';
import { route } from './route.ts';
import { targetOf } from './target.ts';

/** Maximum bytes of a body. It fits a full batch in which every byte is escaped. */
const maxBodyBytes = 1024 * 1024;

/** Handles HTTP API requests of apps' servers. `apps` is by id. */
export function createApi(apps: ReadonlyMap<string, App>, onError: (error: unknown) => void) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      send(response, handle(apps, request, await readBody(request, maxBodyBytes)));
    } catch (error) {
      // The client disconnected, so this is not an error of the server, and needs no response.
      if (request.destroyed && !request.complete) return;
      onError(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

function handle(
  apps: ReadonlyMap<string, App>,
  request: IncomingMessage,
  body: string | undefined,
): ApiResponse {
  const { method = 'GET', url = '/' } = request;
  const { path, search } = splitUrl(url);
  const target = targetOf(path, (id) => apps.has(id));
  if (!target) return errorResponse(404, 'Path not found. The paths of the HTTP API begin with /apps/ID.');
  const app = apps.get(target.appId);
  if (!app) return errorResponse(404, `Unknown app_id ${target.appId}. Check the app id in the path.`);
  if (body === undefined)
    return errorResponse(413, `The body is too large. The maximum is ${maxBodyBytes} bytes.`);
  const query = parseQuery(search);
  const failure = authFailure(
    keyPairsOf(app.settings),
    { method, path, ownPath: target.path, query, body },
    app.server.now(),
  );
  return failure ?? route(app, { resource: target.resource.split('/').map(unescaped), method, query, body });
}

function send(response: ServerResponse, { status, body, contentType }: ApiResponse): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
