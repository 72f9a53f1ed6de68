import type { Plugin } from 'graphql-yoga';

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
};

/** A page that Vite has built, its assets below it. */
interface BuiltPage {
  /** `console`: the page is `/console`, and its assets are below `/console/assets/`. */
  readonly name: string;
  readonly read: ReadBuiltFile;
  /** Whether the address answers other questions as well, so that only who wants HTML is meant. */
  readonly isShared?: boolean;
  /** What the page may do: its content security policy. */
  readonly policy: readonly string[];
  /** What is said in its place where its files are not beside this code; `why` is what stood in the way. */
  notHere(why: string): string;
}

/** Serves a built page to whoever opens its address in a browser. */
export function useBuiltPage({ name, read, isShared = false, policy, notHere }: BuiltPage): Plugin {
  const page = `/${name}`;
  /** The name of a file that Vite has built: with a hash, and never with a path. */
  const assetPath = new RegExp(`^/${name}/assets/([\\w-]+(?:\\.[\\w-]+)*\\.(\\w+))$`);

  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET') return;
      const { pathname } = url;
      const answer = (status: number, headers: Record<string, string>, body?: BodyInit): void =>
        endResponse(new fetchAPI.Response(body ?? null, { status, headers }));

      const [, asset, extension = ''] = assetPath.exec(pathname) ?? [];
      const type = contentTypes[extension];
      if (asset && type) {
        const file = await read(`${name}/assets/${asset}`);
        if ('missing' in file) return answer(404, plainText, 'There is no such file.\n');
        const headers = {
          'Content-Type': type,
          // Its name changes with its content.
          'Cache-Control': 'public, max-age=31536000, immutable',
          Vary: 'Accept-Encoding',
          ...noGuessing,
        };
        // Code is a quarter of its size then.
        if (!request.headers.get('accept-encoding')?.includes('gzip'))
          return answer(200, headers, file.content);
        const packed = new Blob([file.content]).stream().pipeThrough(new CompressionStream('gzip'));
        return answer(200, { ...headers, 'Content-Encoding': 'gzip' }, packed);
      }

      if (isShared && !request.headers.get('accept')?.includes('text/html')) return;
      // The page's addresses are relative to it. Relative itself, for the sake of whoever proxies a prefix to here.
      if (pathname === `${page}/`) return answer(307, { Location: `../${name}${url.search}` });
      if (pathname !== page) return;
      const html = await read('index.html');
      if ('missing' in html) return answer(404, plainText, notHere(html.missing));
      answer(
        200,
        {
          'Content-Type': 'text/html; charset=utf-8',
          // It names the assets of this version.
          'Cache-Control': 'no-store',
          'Content-Security-Policy': policy.join('; '),
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

/** A file of a page that Vite has built, or why there is none. */
type BuiltFile = { readonly content: Uint8Array<ArrayBuffer> } | { readonly missing: string };

/** Reads a file of a built page: `index.html`, or `<page>/assets/…`. */
export type ReadBuiltFile = (path: string) => Promise<BuiltFile>;

/**
 * Reads the files of a page in `dist`, whether this code runs from `src` or from `dist`. Where there is no file system,
 * or this code was bundled away from its package, there is no page.
 */
export function builtPage(folder: 'graphiql' | 'console/page'): ReadBuiltFile {
  return async (path) => {
    try {
      const { readFile } = await import('node:fs/promises');
      // In two steps, so that no bundler takes it for a file to copy.
      const here = import.meta.url;
      return { content: new Uint8Array(await readFile(new URL(`../../dist/${folder}/${path}`, here))) };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { missing: code ?? message };
    }
  };
}
