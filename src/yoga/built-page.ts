/** A file of a page that Vite has built, or why there is none. */
export type BuiltFile = { readonly content: Uint8Array<ArrayBuffer> } | { readonly missing: string };

/** Reads a file of a built page: `index.html`, or `<page>/assets/…`. */
export type ReadBuiltFile = (path: string) => Promise<BuiltFile>;

/**
 * Reads the files of a page in `dist`, whether this code runs from `src` or from `dist`. Where there is no file system,
 * or this code was bundled away from its package, there is no page.
 */
export function builtPage(folder: 'graphiql' | 'console'): ReadBuiltFile {
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
