import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from '@babel/parser';
import { describe, expect, it } from 'vitest';

/** What each folder of src may import besides itself; `import type` counts too. */
const mayImport: Record<string, string[]> = {
  protocol: [],
  signing: ['protocol'],
  client: ['protocol'],
  react: ['client', 'protocol'],
  // The page at `/graphql`, which Vite builds; nothing imports it.
  graphiql: ['client', 'protocol'],
  // The page at `/console`, likewise.
  console: ['react', 'client', 'protocol'],
  channels: ['signing', 'protocol'],
  core: ['protocol'],
  stores: ['core', 'protocol'],
  transport: ['core', 'protocol'],
  yoga: ['core', 'protocol'],
  observability: ['core', 'protocol'],
  codegen: ['core', 'protocol'],
  config: ['.', 'protocol'],
  testing: ['.', 'protocol', 'client', 'channels', 'stores'],
  cli: [
    '.',
    'config',
    'protocol',
    'client',
    'signing',
    'channels',
    'core',
    'stores',
    'transport',
    'yoga',
    'codegen',
    'observability',
  ],
  // The entry of the package, `src/index.ts`.
  '.': ['protocol', 'core', 'stores', 'transport', 'yoga'],
};

/** The only folders that may import a package. `graphql` is everybody's. */
const ownerOf: Record<string, string[]> = {
  'graphql-yoga': ['yoga'],
  ws: ['channels'],
  pusher: ['transport'],
  'pusher-js': ['client'],
  ioredis: ['stores/redis'],
  jose: ['yoga'],
  leven: ['yoga'],
  'ipaddr.js': ['yoga'],
  'rate-limiter-flexible': ['yoga', 'stores/redis'],
  'prom-client': ['observability'],
  pino: ['observability'],
  '@opentelemetry/api': ['observability'],
  react: ['react', 'graphiql', 'console'],
  'react-dom': ['graphiql', 'console'],
  uplot: ['console'],
  graphiql: ['graphiql'],
  '@graphiql/react': ['graphiql'],
  '@graphiql/toolkit': ['graphiql'],
};

/** Folders that run in browsers. */
const browserSafe = ['protocol', 'client', 'react', 'graphiql', 'console'];

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

interface Import {
  file: string;
  from: string;
  specifier: string;
}

/** `src/core/store.ts` → `core`. */
function folderOf(path: string): string {
  return relative(src, path).includes('/') ? (relative(src, path).split('/')[0] ?? '.') : '.';
}

/** `import`, `export … from`, `import('…')` and `typeof import('…')` alike. */
function importsOf(path: string): Import[] {
  const { program } = parse(readFileSync(path, 'utf8'), {
    sourceType: 'module',
    plugins: path.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'],
  });
  const specifiers = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const each of node) collect(each);
      return;
    }
    const { type, source } = node as { type?: unknown; source?: { value?: unknown } | null };
    if (typeof type === 'string' && /Import|Export/.test(type) && typeof source?.value === 'string') {
      specifiers.add(source.value);
    }
    for (const [key, each] of Object.entries(node)) if (key !== 'loc') collect(each);
  };
  collect(program.body);
  return [...specifiers].map((specifier) => ({ file: relative(root, path), from: path, specifier }));
}

const imports = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((path) => !path.includes('generated'))
  .flatMap((path) => importsOf(join(src, path)));
const local = imports.filter(({ specifier }) => specifier.startsWith('.'));
const packages = imports.filter(({ specifier }) => !specifier.startsWith('.'));

describe('architecture', () => {
  it('is read from every way to import', () => {
    const found = (file: string, specifier: string): boolean =>
      imports.some((each) => each.file === file && each.specifier === specifier);
    expect(found('src/index.ts', './yoga/index.ts')).toBe(true);
    expect(found('src/cli/open-store.ts', '../stores/redis/index.ts')).toBe(true);
    expect(found('src/client/own-pusher.ts', 'pusher-js')).toBe(true);
  });

  it('imports go along the arrows of DESIGN.md only', () => {
    const wrong = local.filter(({ from, specifier }) => {
      const target = folderOf(resolve(dirname(from), specifier));
      return target !== folderOf(from) && !mayImport[folderOf(from)]?.includes(target);
    });
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  it('no file imports itself, not even by way of others', () => {
    const next = Map.groupBy(local, ({ from }) => from);
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) {
        cycles.push(
          [...path.slice(path.indexOf(file)), file].map((each) => relative(root, each)).join(' → '),
        );
        return;
      }
      if (done.has(file)) return;
      for (const { from, specifier } of next.get(file) ?? [])
        visit(resolve(dirname(from), specifier), [...path, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('a third-party package has one owner', () => {
    const wrong = packages.filter(({ from, specifier }) => {
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      return ownerOf[name] && !ownerOf[name].some((owner) => relative(src, from).startsWith(`${owner}/`));
    });
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  it('what runs in browsers imports nothing of Node', () => {
    const wrong = packages.filter(
      ({ from, specifier }) => browserSafe.includes(folderOf(from)) && isBuiltin(specifier),
    );
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  it('has no file that holds the types of everything', () => {
    expect(globSync('**/{types,utils,helpers,common}.ts', { cwd: src })).toEqual([]);
  });
});
