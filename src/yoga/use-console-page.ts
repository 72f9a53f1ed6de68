import type { Plugin } from 'graphql-yoga';
import { builtPage, type ReadBuiltFile, useBuiltPage } from './use-built-page.ts';

/** The content security policy. The page may use its own files and connect to this server and to Pusher. */
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

/** Serves the console's page. The page contains no secrets. It requests its data from the gateway. */
export function useConsolePage(read: ReadBuiltFile = builtPage('console/page')): Plugin {
  return useBuiltPage({ name: 'console', read, policy, missingText });
}

function missingText(cause: string): string {
  return `The console is missing, because its files are not next to graphql-pusher's code (${cause}).

If you bundle your server, mark graphql-pusher as external. In graphql-pusher's own repository, run "npm run build:pages".
`;
}
