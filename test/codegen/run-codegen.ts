import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CodegenConfig, generate } from '@graphql-codegen/cli';

const root = resolve(import.meta.dirname, '../..');

/** The plugin as this repository has it; users write `graphql-pusher/codegen`. */
export const pusherPlugin = join(root, 'src/codegen/index.ts');

/** A directory with these files in it, gone when the scope ends. */
export async function directoryOf(
  files: Record<string, string>,
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'graphql-pusher-codegen-'));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(path, name), text)));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** Runs GraphQL Code Generator over these files; answers what it would write, by name. */
export async function runCodegen(
  files: Record<string, string>,
  config: Omit<CodegenConfig, 'schema'> & Partial<Pick<CodegenConfig, 'schema'>>,
): Promise<Record<string, string>> {
  await using directory = await directoryOf(files);
  // Other plugins and presets are looked for from there.
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

/** What is written for this schema with this plugin configuration. */
export async function pusherOutput(schema: string, config: Record<string, unknown> = {}): Promise<string> {
  const written = await runCodegen(
    { 'schema.graphql': schema },
    { generates: { 'out.ts': { plugins: [pusherPlugin], config } } },
  );
  return written['out.ts'] ?? '';
}
