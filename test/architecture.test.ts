import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from '@babel/parser';
import { describe, expect, it } from 'vitest';

/**
 * What each folder may import besides itself; `import type` counts too. The arrows of `src`, where `index` is
 * `src/index.ts`, then those between the folders within one folder. A folder and the folders within it may import each
 * other's files. CONTRIBUTING.md draws the same arrows.
 */
const mayImport: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  src: {
    protocol: [],
    signing: ['protocol'],
    core: ['protocol'],
    stores: ['core', 'protocol'],
    transport: ['core', 'protocol'],
    observability: ['core', 'protocol'],
    codegen: ['core', 'protocol'],
    jwt: ['core', 'protocol'],
    security: ['jwt', 'core', 'protocol'],
    builtins: ['security', 'core', 'protocol'],
    'console/server': ['builtins', 'core', 'protocol'],
    gateway: ['console/server', 'builtins', 'security', 'jwt', 'core', 'protocol'],
    yoga: ['gateway', 'console/server', 'builtins', 'security', 'jwt', 'core', 'protocol'],
    index: ['yoga', 'transport', 'core', 'protocol'],
    channels: ['signing', 'protocol'],
    client: ['protocol'],
    react: ['client', 'protocol'],
    // The page at `/graphql`, which Vite builds; nothing imports it.
    graphiql: ['client', 'protocol'],
    // The page at `/console`, likewise.
    'console/page': ['react', 'client', 'protocol'],
    config: ['index', 'protocol'],
    testing: ['index', 'stores', 'channels', 'client', 'protocol'],
    serve: ['index', 'stores', 'channels', 'observability', 'jwt', 'protocol'],
    cli: ['serve', 'config', 'index', 'channels', 'transport', 'core', 'client', 'signing', 'protocol'],
  },
  'src/core': {
    values: [],
    ports: ['values'],
    schema: ['ports', 'values'],
    operation: ['schema', 'ports', 'values'],
    observation: ['ports'],
    subscribe: ['operation', 'schema', 'ports', 'values'],
    publish: ['observation', 'operation', 'schema', 'ports', 'values'],
    lifecycle: ['publish', 'observation', 'operation', 'schema', 'ports', 'values'],
  },
  'src/channels': {
    connection: [],
    channel: ['connection'],
    webhook: ['connection'],
    messages: ['channel', 'connection'],
    transports: ['messages', 'connection'],
    http: ['messages', 'channel', 'connection'],
  },
  'src/client': {
    ordering: [],
    http: [],
    pusher: ['ordering'],
    session: ['http', 'pusher', 'ordering'],
  },
  'src/cli': {
    project: [],
    terminal: ['project'],
    commands: ['terminal', 'project'],
  },
};

/** Folders that a folder around them does not hand out: they have a door for everybody. */
const ownDoors = ['src/serve/settings', 'src/observability/metrics', 'src/observability/tracing'];

/** The command line's program, what the stores share, and the pages. */
const withoutDoor = /^src(\/cli|\/stores|\/graphiql\b.*|\/console\/page\b.*)?$/;

/** Run at the start of every entry of the package, before the rest of their folder could be loaded. */
const startChecks = ['src/protocol/check-node.ts', 'src/protocol/node-version.ts'];

/** The only folders that may import a package. `graphql` is everybody's. */
const ownerOf: Record<string, string[]> = {
  'graphql-yoga': ['yoga', 'security', 'gateway'],
  ws: ['channels'],
  pusher: ['transport'],
  'pusher-js': ['client'],
  ioredis: ['stores/redis'],
  jose: ['jwt'],
  leven: ['gateway', 'security'],
  'ipaddr.js': ['security'],
  'rate-limiter-flexible': ['security', 'stores/redis'],
  'prom-client': ['observability'],
  pino: ['observability'],
  '@opentelemetry/api': ['observability'],
  react: ['react', 'graphiql', 'console/page'],
  'react-dom': ['graphiql', 'console/page'],
  uplot: ['console/page'],
  graphiql: ['graphiql'],
  '@graphiql/react': ['graphiql'],
  '@graphiql/toolkit': ['graphiql'],
};

/** Folders that run in browsers. */
const browserSafe = ['protocol', 'client', 'react', 'graphiql', 'console/page'];

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

interface Import {
  /** `src/core/engine.ts` */
  file: string;
  from: string;
  specifier: string;
}

/** The name that a folder of `mayImport` has for a file's place in it; `undefined` for its own files. */
function placeIn(folder: string, file: string): string | undefined {
  const inside = relative(folder, file);
  const [first = '', second = ''] = inside.split('/');
  if (!inside.includes('/')) return folder === 'src' ? 'index' : undefined;
  return folder === 'src' && first === 'console' ? `${first}/${second}` : first;
}

const isWithin = (folder: string, path: string): boolean => path.startsWith(`${folder}/`);

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
const local = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map((each) => ({ ...each, target: relative(root, resolve(dirname(each.from), each.specifier)) }));
const packages = imports.filter(({ specifier }) => !specifier.startsWith('.'));

/** Folders with a door, outer ones first. */
const rooms = globSync('**/index.ts', { cwd: src })
  .filter((path) => path !== 'index.ts' && !path.includes('generated'))
  .map((path) => `src/${dirname(path)}`)
  .toSorted((a, b) => a.length - b.length);

/** The arrows that imports make, such as `src/core: schema → ports`, each with one import that makes it. */
function arrowsOfImports(): Map<string, string> {
  const arrows = new Map<string, string>();
  for (const { file, target, specifier } of local) {
    for (const folder of Object.keys(mayImport)) {
      if (!isWithin(folder, file) || !isWithin(folder, target)) continue;
      const [from, to] = [placeIn(folder, file), placeIn(folder, target)];
      if (from === undefined || to === undefined || from === to) continue;
      arrows.set(`${folder}: ${from} → ${to}`, `${file} → ${specifier}`);
    }
  }
  return arrows;
}

/** `a --> b & c` as `a → b` and `a → c`. */
function arrowsOf(picture: string): string[] {
  return [...picture.matchAll(/^ *(\S+) --> (.+)$/gm)]
    .flatMap(([, from, all = '']) => all.split(' & ').map((to) => `${from} → ${to}`))
    .toSorted();
}

/** Of the arrows that may be, those without a longer way between their ends. */
function withoutImplied(arrows: Readonly<Record<string, readonly string[]>>): string[] {
  const reaches = (from: string, to: string): boolean =>
    arrows[from]?.some((each) => each === to || reaches(each, to)) ?? false;
  return Object.entries(arrows).flatMap(([from, all]) =>
    all
      .filter((to) => !all.some((other) => other !== to && reaches(other, to)))
      .map((to) => `${from} → ${to}`),
  );
}

describe('architecture', () => {
  it('is read from every way to import', () => {
    const found = (file: string, specifier: string): boolean =>
      imports.some((each) => each.file === file && each.specifier === specifier);
    expect(found('src/index.ts', './yoga/index.ts')).toBe(true);
    expect(found('src/serve/open-store.ts', '../stores/redis/index.ts')).toBe(true);
    expect(found('src/client/own-pusher.ts', 'pusher-js')).toBe(true);
  });

  it('imports go along the arrows only, and each arrow has an import', () => {
    const used = arrowsOfImports();
    const allowed = Object.entries(mayImport).flatMap(([folder, arrows]) =>
      Object.entries(arrows).flatMap(([from, all]) => all.map((to) => `${folder}: ${from} → ${to}`)),
    );
    // Every folder may import the words of the wire.
    const needed = allowed.filter((arrow) => !arrow.endsWith(' → protocol'));
    expect([...used].filter(([arrow]) => !allowed.includes(arrow))).toEqual([]);
    expect(needed.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  it('CONTRIBUTING.md draws the arrows, without those that a longer way implies', () => {
    const drawn = new Map(
      [...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/```mermaid\n([\s\S]*?)```/g)].map(
        ([, picture = '']) => [/%% (\S+)/.exec(picture)?.[1], arrowsOf(picture)],
      ),
    );
    const expected = new Map(
      Object.entries(mayImport).map(([folder, arrows]) => [folder, withoutImplied(arrows).toSorted()]),
    );
    expect(drawn).toEqual(expected);
  });

  it('a folder is entered by its door only', () => {
    const wrong = local.filter(({ file, target }) => {
      if (startChecks.includes(target)) return false;
      const entered = (folder: string): boolean => isWithin(folder, target) && !isWithin(folder, file);
      const door = ownDoors.find(entered) ?? rooms.find(entered);
      return door && ![`${door}/index.ts`, `${door}/internal.ts`].includes(target);
    });
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  it('every folder has a door that begins with what the folder is for', () => {
    const folders = [...new Set(imports.map(({ file }) => dirname(file)))];
    expect(folders.filter((folder) => !rooms.includes(folder) && !withoutDoor.test(folder))).toEqual([]);
    const silent = rooms.filter(
      (room) => !readFileSync(join(root, room, 'index.ts'), 'utf8').startsWith('/**'),
    );
    expect(silent).toEqual([]);
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
      for (const { target } of next.get(file) ?? []) visit(join(root, target), [...path, file]);
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
      ({ file, specifier }) =>
        browserSafe.some((each) => isWithin(`src/${each}`, file)) && isBuiltin(specifier),
    );
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  it('has no file that holds the types of everything', () => {
    expect(globSync('**/{types,utils,helpers,common}.ts', { cwd: src })).toEqual([]);
  });
});
