import type { Plugin } from 'graphql-yoga';
import { builtPage, type ReadBuiltFile, useBuiltPage } from './use-built-page.ts';

/** What the page may do: run and style itself by its own files, and talk to this server and to Pusher. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** Serves the console's page. It holds nothing secret: what it shows, it has to ask for. */
export function useConsolePage(read: ReadBuiltFile = builtPage('console/page')): Plugin {
  return useBuiltPage({ name: 'console', read, policy, notHere });
}

function notHere(why: string): string {
  return `The console is not here, since its files are not beside graphql-pusher's code (${why}).

A bundler leaves them out unless graphql-pusher is external to it. In graphql-pusher's own repository, "npm run build:pages" makes them.
`;
}
