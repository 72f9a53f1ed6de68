import { createHash, timingSafeEqual } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { Census, MetricsSource } from '../core/index.ts';

/** Serves metrics at `/metrics`. */
export function useMetrics(
  { contentType, token, render }: MetricsSource,
  takeCensus: () => Promise<Census>,
  onError: (error: unknown, where: string) => void,
): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== '/metrics' || request.method !== 'GET') return;
      const answer = (status: number, type: string, body: string, headers: Record<string, string> = {}) =>
        endResponse(
          new fetchAPI.Response(body, {
            status,
            headers: { 'Content-Type': type, 'Cache-Control': 'no-store', ...headers },
          }),
        );
      if (token !== undefined && !isSame(request.headers.get('authorization') ?? '', `Bearer ${token}`)) {
        return answer(401, 'text/plain', 'The metrics need a token.\n', { 'WWW-Authenticate': 'Bearer' });
      }
      try {
        answer(200, contentType, await render(takeCensus));
      } catch (error) {
        onError(error, 'rendering metrics');
        answer(500, 'text/plain', 'The metrics cannot be told now.\n');
      }
    },
  };
}

/** Takes the same time for every guess. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
