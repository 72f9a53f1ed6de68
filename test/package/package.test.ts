import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPage, console as consolePage, graphiql } from '../support/build-page.ts';
import { root } from '../support/child-process.ts';
import { oldNodes, runOld } from './old-node.ts';

const run = promisify(execFile);
const fiveMinutes = 5 * 60_000;

describe('the package', () => {
  let folder: string;
  let tarball: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'package-'));
    await Promise.all([
      run('tsc', ['-p', 'tsconfig.build.json'], { cwd: root }),
      buildPage(consolePage),
      buildPage(graphiql),
    ]);
    await run('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd: root });
    tarball = join(
      folder,
      (await readdir(folder)).find((each) => each.endsWith('.tgz')) ?? 'npm pack wrote no tarball',
    );
  }, fiveMinutes);

  it.concurrent.each(['16', '17'])(
    'runs a subscription in a separate project with graphql %s',
    async (major) => {
      const project = await mkdtemp(join(folder, `graphql-${major}-`));
      await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
      for (const file of ['consumer.mjs', 'testing.mjs'])
        await copyFile(join(root, 'test/package', file), join(project, file));
      const needed = [tarball, `graphql@${major}`, 'pusher-js@8'];
      await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...needed], {
        cwd: project,
      });
      const [consumer, testing] = await Promise.all(
        ['consumer.mjs', 'testing.mjs'].map((file) => run(process.execPath, [file], { cwd: project })),
      );
      const { graphql, result } = JSON.parse(consumer?.stdout ?? '') as { graphql: string; result: unknown };
      expect(graphql.split('.')[0]).toBe(major);
      expect(result).toEqual({ data: { said: 'HELLO' } });
      expect(JSON.parse(testing?.stdout ?? '')).toEqual({
        result: { data: { said: 'hello' } },
        dev: { data: { hello: 'Hello!' } },
      });
    },
    fiveMinutes,
  );

  it.concurrent(
    'names the required Node in one sentence, from the command line and from each entry for Node',
    async () => {
      const project = await mkdtemp(join(folder, 'old-node-'));
      await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
      const needed = [
        tarball,
        'graphql@17',
        'ioredis',
        'prom-client',
        '@opentelemetry/api',
        'pusher-js@8',
        'react@19',
      ];
      await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...needed], {
        cwd: project,
      });
      const entries = await entriesOf(join(project, 'node_modules/graphql-pusher/package.json'));
      expect(entries.length).toBeGreaterThan(10);
      for (const old of await oldNodes()) {
        const sentence = `graphql-pusher needs Node 22.18 or newer, and this is Node ${old.version}. Install a newer Node.`;
        const command = await runOld(old, ['node_modules/.bin/graphql-pusher', '--version'], project);
        expect(command).toMatchObject({ code: 1, stderr: `${sentence}\n` });
        for (const entry of entries) {
          const importing = ['--input-type=module', '--eval', `import ${JSON.stringify(entry)}`];
          const { code, stderr } = await runOld(old, importing, project);
          if (browserEntries.includes(entry)) expect([entry, code, stderr]).toEqual([entry, 0, '']);
          else expect([entry, stderr]).toEqual([entry, expect.stringContaining(`\nError: ${sentence}\n`)]);
        }
      }
    },
    fiveMinutes,
  );

  it('contains its exports and both pages with their license notices, and nothing else', async () => {
    const files = await filesIn(tarball);
    for (const file of [
      'dist/index.js',
      'dist/client/index.js',
      'dist/console/server/index.js',
      'dist/console/page/index.html',
      'dist/console/page/licenses.md',
      'dist/graphiql/index.html',
      'dist/graphiql/licenses.md',
      'schema/channel.graphql',
      'PROTOCOL.md',
      'CHANGELOG.md',
      'README.md',
      'LICENSE',
    ]) {
      expect(files).toContain(file);
    }
    expect(
      files.filter((file) => /^(test|bench|examples|docs|src\/(console\/page|graphiql))\//.test(file)),
    ).toEqual([]);
  });

  it('has no source map with a missing source', async () => {
    const files = new Set(await filesIn(tarball));
    const maps = [...files].filter((file) => file.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(100);
    for (const map of maps) {
      const { sources } = JSON.parse(await readFile(join(root, map), 'utf8')) as { sources: string[] };
      for (const source of sources) expect(files, map).toContain(join(dirname(map), source));
    }
  });
});

/** Entries that also run in browsers. */
const browserEntries = ['graphql-pusher/client', 'graphql-pusher/react'];

/** The names with which programs import the package. */
async function entriesOf(packageJson: string): Promise<string[]> {
  const { exports } = JSON.parse(await readFile(packageJson, 'utf8')) as { exports: Record<string, unknown> };
  return Object.keys(exports)
    .filter((each) => each !== './package.json')
    .map((each) => each.replace(/^\./, 'graphql-pusher'));
}

/** The paths of the files in the package. */
async function filesIn(tarball: string): Promise<string[]> {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  return stdout
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
}
