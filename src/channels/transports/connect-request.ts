import type { IncomingMessage } from 'node:http';
import { splitUrl } from '../url.ts';

/** What a client asks for when it connects. */
export interface ConnectRequest {
  /** From the URL; `undefined` when it is not `/app/KEY`. */
  key: string | undefined;
  /** The query's `protocol`. */
  protocol: string | null;
  secure: boolean;
  /** Of the page that connects; `undefined` for a client that is not a page. */
  origin: string | undefined;
}

/**
 * `/app/KEY` at the end of a path, or before the ids of a fallback session. Any prefix may precede it, even `/app`, as
 * with the option `wsPath` of pusher-js.
 */
const appPath = /\/app\/([^/]+)(?:\/|\/\d+\/[^/]+\/xhr(?:_\w+)?)?$/;

/** What a client asks for when it connects. */
export function connectRequestOf(request: IncomingMessage): ConnectRequest {
  const { path, search } = splitUrl(request.url ?? '/');
  return {
    key: appPath.exec(path)?.[1],
    protocol: new URLSearchParams(search).get('protocol'),
    origin: request.headers.origin,
    secure: 'encrypted' in request.socket || isSecure(request.headers['x-forwarded-proto']),
  };
}

/** Each proxy appends to the header, so the first item names the scheme that the client used. */
function isSecure(forwarded: string | string[] | undefined): boolean {
  const [first = ''] = String(forwarded ?? '').split(',');
  return ['https', 'wss'].includes(first.trim().toLowerCase());
}
