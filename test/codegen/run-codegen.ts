import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CodegenConfig, generate } from '@graphql-codegen/cli';

const root = resolve(import.meta.dirname, '../..');

/** Path of the plugin in this repository. Users write `graphql-pusher/codegen`. */
export const pusherPlugin = join(root, 'src/codegen/index.ts');

/** Creates a directory with these files. It is removed at the end of the scope. */
export async function directoryOf(
  files: Record<string, string>,
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'graphql-pusher-codegen-'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(path, name), text)));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** Runs GraphQL Code Generator over these files. Returns the files that it would write, by name. */
export async function runCodegen(
  files: Record<string, string>,
  config: Omit<CodegenConfig, 'schema'> & Partial<Pick<CodegenConfig, 'schema'>>,
): Promise<Record<string, string>> {
  await using directory = await directoryOf(files);
  // GraphQL Code Generator resolves other plugins and presets from here.
  await symlink(join(root, 'node_modules'), join(directory.path, 'node_modules'));
  const written: { filename: string; content: string }[] = await generate(
    {
      schema: '*.graphql',
      emitLegacyCommonJSImports: false,
      importExtension: '.ts',
      cwd: directory.path,
      ...config,
    },
    false,
  );
  return Object.fromEntries(written.map(({ filename, content }) => [filename, content]));
}

/** Returns the output of the plugin for a schema and a configuration. */
export async function pusherOutput(schema: string, config: Record<string, unknown> = {}): Promise<string> {
  const written = await runCodegen(
    { 'schema.graphql': schema },
    { generates: { 'out.ts': { plugins: [pusherPlugin], config } } },
  );
  return written['out.ts'] ?? '';
}
