import type { App } from '../app.ts';
import { type Answer, refuse } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { listChannels, listUsers, showChannel } from './channels.ts';
import { triggerBatch, triggerEvent } from './trigger.ts';
import { terminateConnections } from './users.ts';

/** Finds what a request asks for, and does it. */
export function route(app: App, request: ApiRequest): Answer {
  const [kind, name, detail] = request.resource;
  const depth = request.resource.length;
  if (depth === 1 && kind === 'events') return by(request, 'POST', () => triggerEvent(app, request));
  if (depth === 1 && kind === 'batch_events') return by(request, 'POST', () => triggerBatch(app, request));
  if (depth === 1 && kind === 'channels') return by(request, 'GET', () => listChannels(app, request));
  if (name !== undefined) {
    if (depth === 2 && kind === 'channels') return by(request, 'GET', () => showChannel(app, name, request));
    if (depth === 3 && kind === 'channels' && detail === 'users')
      return by(request, 'GET', () => listUsers(app, name));
    if (depth === 3 && kind === 'users' && detail === 'terminate_connections')
      return by(request, 'POST', () => terminateConnections(app, name));
  }
  return refuse(404, 'Not found: the HTTP API has events, batch_events, channels and users under /apps/ID.');
}

function by(request: ApiRequest, method: string, act: () => Answer): Answer {
  return request.method === method ? act() : refuse(405, `Use ${method} here.`);
}
