import type { IncomingMessage, ServerResponse } from 'node:http';
import { equalInConstantTime } from '../../signing/index.ts';
import { splitUrl } from '../read-request.ts';
import { type FiguresSource, writeMetrics } from './write-metrics.ts';

/** Options of {@link createPages}. */
export interface PagesOptions {
  stats(): FiguresSource;
  /** `false` once the server is closing. */
  healthy(): boolean;
  /** Whether `/metrics` is served, and the bearer token that it requires. */
  metrics: boolean | { token: string };
}

interface Page {
  status: number;
  contentType: string;
  body: string;
}

const text = 'text/plain; charset=utf-8';

/** Serves `/`, `/health` and `/metrics`, for people and monitoring. Returns `false` for any other request. */
export function createPages({ stats, healthy, metrics }: PagesOptions) {
  function pageOf(path: string, request: IncomingMessage): Page | undefined {
    if (path === '/')
      return {
        status: 200,
        contentType: text,
        body: 'This is a Channels server. Clients connect to /app/KEY. The HTTP API is under /apps/ID.\n',
      };
    if (path === '/health')
      return healthy()
        ? { status: 200, contentType: 'application/json', body: '{"status":"ok"}' }
        : { status: 503, contentType: 'application/json', body: '{"status":"closing"}' };
    if (path !== '/metrics' || metrics === false) return undefined;
    const token = typeof metrics === 'object' ? metrics.token : undefined;
    if (token !== undefined && !equalInConstantTime(request.headers.authorization ?? '', `Bearer ${token}`))
      return {
        status: 401,
        contentType: text,
        body: 'Missing or invalid token. Send the header Authorization: Bearer TOKEN.\n',
      };
    return {
      status: 200,
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      body: writeMetrics(stats()),
    };
  }

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method = 'GET' } = request;
    const page =
      method === 'GET' || method === 'HEAD' ? pageOf(splitUrl(request.url ?? '/').path, request) : undefined;
    if (!page) return false;
    const { status, contentType, body } = page;
    request.resume();
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    });
    response.end(method === 'HEAD' ? undefined : body);
    return true;
  };
}
