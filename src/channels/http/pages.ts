import type { IncomingMessage, ServerResponse } from 'node:http';
import { equalInConstantTime } from '../../signing/index.ts';
import { splitUrl } from '../url.ts';
import { type FiguresSource, writeMetrics } from './write-metrics.ts';

/** What the pages show. */
export interface PagesOptions {
  stats(): FiguresSource;
  /** `false` once the server is closing. */
  healthy(): boolean;
  /** Whether `/metrics` is served, and the token that its reader must show. */
  metrics: boolean | { token: string };
}

interface Page {
  status: number;
  contentType: string;
  body: string;
}

const text = 'text/plain; charset=utf-8';

/** Answers `/`, `/health` and `/metrics`, for people and monitoring. Returns `false` for every other request. */
export function createPages({ stats, healthy, metrics }: PagesOptions) {
  function pageOf(path: string, request: IncomingMessage): Page | undefined {
    if (path === '/')
      return {
        status: 200,
        contentType: text,
        body: 'This is a Channels server. Clients connect to /app/KEY, the HTTP API is under /apps/ID.\n',
      };
    if (path === '/health')
      return healthy()
        ? { status: 200, contentType: 'application/json', body: '{"status":"ok"}' }
        : { status: 503, contentType: 'application/json', body: '{"status":"closing"}' };
    if (path !== '/metrics' || metrics === false) return undefined;
    const token = typeof metrics === 'object' ? metrics.token : undefined;
    if (token !== undefined && !equalInConstantTime(request.headers.authorization ?? '', `Bearer ${token}`))
      return { status: 401, contentType: text, body: 'Send the token: Authorization: Bearer TOKEN.\n' };
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
