import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { Census, MetricsSource } from '../core/index.ts';
import { asRestError } from '../gateway/index.ts';
import type { RateLimits } from '../security/index.ts';

interface Collaborators {
  takeCensus(): Promise<Census>;
  readonly rateLimits: Pick<RateLimits, 'take'>;
  readonly onError: (error: unknown, where: string) => void;
}

/** Serves metrics at `/metrics`. */
export function useMetrics(
  { contentType, token, render }: MetricsSource,
  { takeCensus, rateLimits, onError }: Collaborators,
): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== '/metrics' || request.method !== 'GET') return;
      const respond = (status: number, type: string, body: string, headers: Record<string, string> = {}) =>
        endResponse(
          new fetchAPI.Response(body, {
            status,
            headers: { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers },
          }),
        );
      try {
        if (token === undefined || isSame(request.headers.get('authorization') ?? '', `Bearer ${token}`))
          return respond(200, contentType, await render(takeCensus));
        await rateLimits.take('authenticate', { viewer: undefined, request });
        respond(
          401,
          'text/plain',
          'The metrics require a token. Send the header "Authorization: Bearer <token>".\n',
          { 'WWW-Authenticate': 'Bearer' },
        );
      } catch (error) {
        const report = (unknown: unknown): void => onError(unknown, 'rendering metrics');
        const { status, error: message, retryAfter } = asRestError(error, { report, requestId: undefined });
        const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
        respond(status, 'text/plain', `${message}\n`, headers);
      }
    },
  };
}

/** Compares in constant time, so that the duration reveals nothing about the token. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
