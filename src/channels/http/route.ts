import type { App } from '../app.ts';
import { closeCode } from '../connection/index.ts';
import { disconnect } from '../messages/index.ts';
import { type ApiRequest, type ApiResponse, errorResponse, jsonResponse } from './api-messages.ts';
import { listChannels, listUsers, showChannel } from './channels.ts';
import { triggerBatch, triggerEvent } from './trigger.ts';

/** Calls the handler of a request's path and method. */
export function route(app: App, request: ApiRequest): ApiResponse {
  const [kind, name, detail] = request.resource;
  const depth = request.resource.length;
  if (depth === 1 && kind === 'events') return onlyFor(request, 'POST', () => triggerEvent(app, request));
  if (depth === 1 && kind === 'batch_events')
    return onlyFor(request, 'POST', () => triggerBatch(app, request));
  if (depth === 1 && kind === 'channels') return onlyFor(request, 'GET', () => listChannels(app, request));
  if (name !== undefined) {
    if (depth === 2 && kind === 'channels')
      return onlyFor(request, 'GET', () => showChannel(app, name, request));
    if (depth === 3 && kind === 'channels' && detail === 'users')
      return onlyFor(request, 'GET', () => listUsers(app, name));
    if (depth === 3 && kind === 'users' && detail === 'terminate_connections')
      return onlyFor(request, 'POST', () => terminateConnections(app, name));
  }
  return errorResponse(
    404,
    'Path not found. The HTTP API has events, batch_events, channels and users under /apps/ID.',
  );
}

function onlyFor(request: ApiRequest, method: string, handle: () => ApiResponse): ApiResponse {
  return request.method === method ? handle() : errorResponse(405, `Method not allowed. Use ${method}.`);
}

/** `POST /apps/ID/users/USER/terminate_connections`. An unknown user is not an error. */
function terminateConnections(app: App, userId: string): ApiResponse {
  for (const connection of [...(app.users.get(userId) ?? [])])
    disconnect(app, connection, closeCode.unauthorized, 'The app terminated the connections of this user.');
  return jsonResponse({});
}
