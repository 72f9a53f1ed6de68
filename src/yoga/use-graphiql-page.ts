import type { Plugin } from 'graphql-yoga';
import { type BuiltFile, readBuiltGraphiQL } from './built-graphiql.ts';

const page = '/graphql';

/** The name of a file that Vite has built: with a hash, and never with a path. */
const assetPath = /^\/graphql\/assets\/([\w-]+(?:\.[\w-]+)*\.(\w+))$/;

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
};

/**
 * What the page may do: run its own files, and talk to this server and to Pusher. Monaco and React style elements one
 * by one, hence `unsafe-inline` there. Images of elsewhere, whose addresses stand in results, are not fetched.
 */
const contentSecurityPolicy = [
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
].join('; ');

/** Serves GraphiQL to whoever opens the endpoint in a browser. */
export function useGraphiQLPage(read: (path: string) => Promise<BuiltFile> = readBuiltGraphiQL): Plugin {
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET') return;
      const { pathname } = url;
      const answer = (status: number, headers: Record<string, string>, body?: BodyInit): void =>
        endResponse(new fetchAPI.Response(body ?? null, { status, headers }));

      const [, name, extension = ''] = assetPath.exec(pathname) ?? [];
      const type = contentTypes[extension];
      if (name && type) {
        const asset = await read(`graphql/assets/${name}`);
        if ('missing' in asset) return answer(404, plainText, 'There is no such file.\n');
        const headers = {
          'Content-Type': type,
          // Its name changes with its content.
          'Cache-Control': 'public, max-age=31536000, immutable',
          Vary: 'Accept-Encoding',
          ...noGuessing,
        };
        // Monaco is a quarter of its size then.
        if (!request.headers.get('accept-encoding')?.includes('gzip'))
          return answer(200, headers, asset.content);
        const packed = new Blob([asset.content]).stream().pipeThrough(new CompressionStream('gzip'));
        return answer(200, { ...headers, 'Content-Encoding': 'gzip' }, packed);
      }

      if (!request.headers.get('accept')?.includes('text/html')) return;
      // The page's addresses are relative to it. Relative itself, for the sake of whoever proxies a prefix to here.
      if (pathname === `${page}/`) return answer(307, { Location: `../graphql${url.search}` });
      if (pathname !== page) return;
      const html = await read('index.html');
      if ('missing' in html) return answer(404, plainText, notHere(html.missing));
      answer(
        200,
        {
          'Content-Type': 'text/html; charset=utf-8',
          // It names the assets of this version.
          'Cache-Control': 'no-store',
          'Content-Security-Policy': contentSecurityPolicy,
          'Referrer-Policy': 'no-referrer',
          ...noGuessing,
        },
        html.content,
      );
    },
  };
}

const noGuessing = { 'X-Content-Type-Options': 'nosniff' };
const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

function notHere(why: string): string {
  return `This is a GraphQL endpoint: POST to it. GraphiQL is not here, since its files are not beside graphql-pusher's code (${why}).

A bundler leaves them out unless graphql-pusher is external to it. In graphql-pusher's own repository, "npm run build:pages" makes them. Whoever does not want GraphiQL says so: createGateway({ graphiql: false }).
`;
}
