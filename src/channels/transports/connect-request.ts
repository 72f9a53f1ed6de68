import type { IncomingMessage } from 'node:http';
import { splitUrl } from '../read-request.ts';

/** The parameters of a client's connection request. */
export interface ConnectRequest {
  /** From the URL. `undefined` if the path is not `/app/KEY`. */
  key: string | undefined;
  /** From the query. */
  protocol: string | null;
  secure: boolean;
  /** Origin of the page that connects. `undefined` for clients outside browsers. */
  origin: string | undefined;
}

/**
 * Matches `/app/KEY` at the end of a path, or before the ids of a fallback session. Any prefix may precede it, even
 * `/app`, because of the option `wsPath` of pusher-js.
 */
const appPath = /\/app\/([^/]+)(?:\/|\/\d+\/[^/]+\/xhr(?:_\w+)?)?$/;

/** Parses the connection request of a client. */
export function connectRequestOf(request: IncomingMessage): ConnectRequest {
  const { path, search } = splitUrl(request.url ?? '/');
  return {
    key: appPath.exec(path)?.[1],
    protocol: new URLSearchParams(search).get('protocol'),
    origin: request.headers.origin,
    secure: 'encrypted' in request.socket || isSecure(request.headers['x-forwarded-proto']),
  };
}

/** Each proxy appends to the header, so the first item is the scheme that the client used. */
function isSecure(forwarded: string | string[] | undefined): boolean {
  const [first = ''] = String(forwarded ?? '').split(',');
  return ['https', 'wss'].includes(first.trim().toLowerCase());
}
