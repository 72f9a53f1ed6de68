import { execFile } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** A page, or several, that Vite builds; paths from the root of the repository. */
interface Page {
  /** Where its `vite.config.ts` is. */
  readonly folder: string;
  /** What builds it. Default: Vite itself. */
  readonly tool?: string;
  readonly sources: readonly string[];
  /** The built `index.html`. */
  readonly built: string;
}

const clientSources = 'src/{client,protocol}/**/*.ts';

export const chat: Page = {
  folder: 'examples/chat/page',
  sources: ['examples/chat/page/**/*.*', clientSources],
  built: 'examples/chat/page/dist/index.html',
};

export const graphiql: Page = {
  folder: 'src/graphiql',
  sources: ['src/graphiql/**/*.*', clientSources],
  built: 'dist/graphiql/index.html',
};

export const console: Page = {
  folder: 'src/console/page',
  sources: ['src/console/page/**/*.*', 'src/react/**/*.ts', clientSources],
  built: 'dist/console/page/index.html',
};

export const documentation: Page = {
  folder: 'docs',
  tool: 'node_modules/vitepress/bin/vitepress.js',
  sources: [
    '*.md',
    'docs/**/*.md',
    'docs/.vitepress/**/*.{ts,css,svg}',
    'examples/**/*.*',
    'src/**/*.{ts,tsx}',
  ],
  built: 'docs/.vitepress/dist/index.html',
};

/** Builds a page unless it is there and newer than what it is made of: `npm test` has built it already. */
export async function buildPage({
  folder,
  tool = 'node_modules/vite/bin/vite.js',
  sources,
  built,
}: Page): Promise<void> {
  const paths = globSync([...sources], { cwd: root }).filter(
    (path) => !/\/dist\/|^docs\/generated\//.test(path),
  );
  const newest = Math.max(...paths.map(changedAt));
  if (existsSync(join(root, built)) && changedAt(built) >= newest) return;
  // Else React would be built for tests, too.
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, [tool, 'build', folder], {
    cwd: root,
    env,
  });
}

function changedAt(path: string): number {
  return statSync(join(root, path)).mtimeMs;
}
