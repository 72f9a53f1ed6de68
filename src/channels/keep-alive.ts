import type { ServerOptions } from 'node:http';

/**
 * How long an idle connection stays open by default, in ms. It is longer than proxies keep theirs (AWS ALB and nginx
 * 60 s, Go 90 s, Caddy 120 s). A proxy that reuses a connection which the server is closing gets no response.
 */
export const defaultKeepAlive = 125_000;

/** Options of an HTTP server that keeps idle connections for `milliseconds`. */
export function keepAliveOptions(milliseconds: number = defaultKeepAlive): ServerOptions {
  // Node applies this limit also to a connection that a proxy has opened and not used yet.
  const headersTimeout = Math.max(60_000, milliseconds + 1_000);
  // Node rejects a shorter one.
  return {
    keepAliveTimeout: milliseconds,
    headersTimeout,
    requestTimeout: Math.max(300_000, headersTimeout),
  };
}
