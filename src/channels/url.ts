import type { IncomingMessage } from 'node:http';
import type { ConnectRequest } from './accept.ts';

/** A request's path as it was sent, and its query. */
export function splitUrl(url: string): { path: string; search: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, search: '' } : { path: url.slice(0, mark), search: url.slice(mark + 1) };
}

/** What a client asks for when it connects. A path may come before `/app/`, as pusher-js's `wsPath` allows. */
export function connectRequestOf(request: IncomingMessage): ConnectRequest {
  const { path, search } = splitUrl(request.url ?? '/');
  const forwarded = request.headers['x-forwarded-proto'];
  return {
    key: /\/app\/([^/]+)/.exec(path)?.[1],
    protocol: new URLSearchParams(search).get('protocol'),
    secure: 'encrypted' in request.socket || forwarded === 'https' || forwarded === 'wss',
  };
}
