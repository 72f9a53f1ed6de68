import type { Plugin } from 'graphql-yoga';
import { builtPage, type ReadBuiltFile, useBuiltPage } from './use-built-page.ts';

/**
 * The content security policy. The page may run its own files and connect to this server and to Pusher. Monaco and React
 * set inline styles, so `style-src` needs `unsafe-inline`. Images from other origins, whose URLs are in results, are not
 * loaded.
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

/** Serves GraphiQL to browsers that open the endpoint. */
export function useGraphiQLPage(read: ReadBuiltFile = builtPage('graphiql')): Plugin {
  return useBuiltPage({ name: 'graphql', read, isShared: true, policy, missingText });
}

function missingText(cause: string): string {
  return `This is a GraphQL endpoint: send POST requests to it. GraphiQL is missing, because its files are not next to graphql-pusher's code (${cause}).

If you bundle your server, mark graphql-pusher as external. In graphql-pusher's own repository, run "npm run build:pages". To turn GraphiQL off, pass createGateway({ graphiql: false }).
`;
}
