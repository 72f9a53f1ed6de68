import type { Plugin } from 'graphql-yoga';
import { builtPage, type ReadBuiltFile, useBuiltPage } from './use-built-page.ts';

/**
 * What the page may do: run its own files, and talk to this server and to Pusher. Monaco and React style elements one
 * by one, hence `unsafe-inline` there. Images of elsewhere, whose addresses stand in results, are not fetched.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
];

/** Serves GraphiQL to whoever opens the endpoint in a browser. */
export function useGraphiQLPage(read: ReadBuiltFile = builtPage('graphiql')): Plugin {
  return useBuiltPage({ name: 'graphql', read, isShared: true, policy, notHere });
}

function notHere(why: string): string {
  return `This is a GraphQL endpoint: POST to it. GraphiQL is not here, since its files are not beside graphql-pusher's code (${why}).

A bundler leaves them out unless graphql-pusher is external to it. In graphql-pusher's own repository, "npm run build:pages" makes them. Whoever does not want GraphiQL says so: createGateway({ graphiql: false }).
`;
}
