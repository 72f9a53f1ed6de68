/** A file of GraphiQL's page, as `src/graphiql/vite.config.ts` has it built, or why there is none. */
export type BuiltFile = { readonly content: Uint8Array<ArrayBuffer> } | { readonly missing: string };

/**
 * Reads a file of the built page: `index.html`, or `graphql/assets/…`. Whether this code runs from `src` or from
 * `dist`, the page is in `dist/graphiql`. Where there is no file system, or this code was bundled away from its
 * package, there is no page.
 */
export async function readBuiltGraphiQL(path: string): Promise<BuiltFile> {
  try {
    const { readFile } = await import('node:fs/promises');
    // In two steps, so that no bundler takes it for a file to copy.
    const here = import.meta.url;
    return { content: new Uint8Array(await readFile(new URL(`../../dist/graphiql/${path}`, here))) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { missing: code ?? message };
  }
}
