import type { ServerOptions } from 'node:http';

/**
 * Default time that an idle connection stays open, in ms. It is longer than that of common proxies (AWS ALB and nginx
 * 60 s, Go 90 s, Caddy 120 s), because a proxy that reuses a connection that the server is closing gets no response.
 */
export const defaultKeepAlive = 125_000;

/** Returns the options of an HTTP server that keeps idle connections open for `milliseconds`. */
export function keepAliveOptions(milliseconds: number = defaultKeepAlive): ServerOptions {
  // Node also applies this limit to connections that a proxy has opened but not used yet.
  const headersTimeout = Math.max(60_000, milliseconds + 1_000);
  // Node rejects a `requestTimeout` shorter than `headersTimeout`.
  return {
    keepAliveTimeout: milliseconds,
    headersTimeout,
    requestTimeout: Math.max(300_000, headersTimeout),
  };
}
