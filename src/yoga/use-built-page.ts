import type { Plugin } from 'graphql-yoga';

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
};

/** A page built by Vite, with its assets. */
interface BuiltPage {
  /** For `console`, the page is `/console` and its assets are below `/console/assets/`. */
  readonly name: string;
  readonly read: ReadBuiltFile;
  /** Whether the path has another handler, so that the page is only for requests that accept HTML. */
  readonly isShared?: boolean;
  /** The directives of the page's content security policy. */
  readonly policy: readonly string[];
  /** The response text if the page's files are missing. `cause` is the error of reading them. */
  missingText(cause: string): string;
}

/** Serves a built page and its assets. */
export function useBuiltPage({ name, read, isShared = false, policy, missingText }: BuiltPage): Plugin {
  const page = `/${name}`;
  /** The path of a file that Vite built. Its name has a hash and no folder. */
  const assetPath = new RegExp(`^/${name}/assets/([\\w-]+(?:\\.[\\w-]+)*\\.(\\w+))$`);

  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET') return;
      const { pathname } = url;
      const respond = (status: number, headers: Record<string, string>, body?: BodyInit): void =>
        endResponse(new fetchAPI.Response(body ?? null, { status, headers }));

      const [, asset, extension = ''] = assetPath.exec(pathname) ?? [];
      const type = contentTypes[extension];
      if (asset && type) {
        const file = await read(`${name}/assets/${asset}`);
        if ('missing' in file) return respond(404, plainText, 'This file does not exist.\n');
        const headers = {
          'Content-Type': type,
          // The name changes with the content.
          'Cache-Control': 'public, max-age=31536000, immutable',
          Vary: 'Accept-Encoding',
          ...noSniff,
        };
        // Compressed code has a quarter of the size.
        if (!request.headers.get('accept-encoding')?.includes('gzip'))
          return respond(200, headers, file.content);
        const packed = new Blob([file.content]).stream().pipeThrough(new CompressionStream('gzip'));
        return respond(200, { ...headers, 'Content-Encoding': 'gzip' }, packed);
      }

      if (isShared && !request.headers.get('accept')?.includes('text/html')) return;
      // The page's links are relative to it. The redirect is relative, too, for proxies that add a path prefix.
      if (pathname === `${page}/`) return respond(307, { Location: `../${name}${url.search}` });
      if (pathname !== page) return;
      const html = await read('index.html');
      if ('missing' in html) return respond(404, plainText, missingText(html.missing));
      respond(
        200,
        {
          'Content-Type': 'text/html; charset=utf-8',
          // The page refers to the assets of this version.
          'Cache-Control': 'no-store',
          'Content-Security-Policy': policy.join('; '),
          'Referrer-Policy': 'no-referrer',
          ...noSniff,
        },
        html.content,
      );
    },
  };
}

const noSniff = { 'X-Content-Type-Options': 'nosniff' };
const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

/** The content of a built file, or the error of reading it. */
type BuiltFile = { readonly content: Uint8Array<ArrayBuffer> } | { readonly missing: string };

/** Reads a file of a built page: `index.html`, or `<page>/assets/…`. */
export type ReadBuiltFile = (path: string) => Promise<BuiltFile>;

/**
 * Reads the files of a page in `dist`, whether this code runs from `src` or from `dist`. The page is missing if there is
 * no file system, or if a bundler moved this code out of its package.
 */
export function builtPage(folder: 'graphiql' | 'console/page'): ReadBuiltFile {
  return async (path) => {
    try {
      const { readFile } = await import('node:fs/promises');
      // The variable keeps bundlers from copying the file as an asset.
      const here = import.meta.url;
      return { content: new Uint8Array(await readFile(new URL(`../../dist/${folder}/${path}`, here))) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { missing: code ?? message };
    }
  };
}
