import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPage, console, graphiql } from '../support/build-page.ts';
import { root } from '../support/child-process.ts';

const run = promisify(execFile);
const twoMinutes = 120_000;

describe('the package', () => {
  let folder: string;
  let tarball: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'package-'));
    await run('tsc', ['-p', 'tsconfig.build.json'], { cwd: root });
    await Promise.all([buildPage(graphiql), buildPage(console)]);
    await run('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd: root });
    tarball = join(
      folder,
      (await readdir(folder)).find((each) => each.endsWith('.tgz')) ?? 'nothing was packed',
    );
  }, twoMinutes);

  it.concurrent.each(['16', '17'])(
    'runs a subscription in a project of its own, with graphql %s',
    async (major) => {
      const project = await mkdtemp(join(folder, `graphql-${major}-`));
      await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
      for (const file of ['consumer.mjs', 'testing.mjs'])
        await copyFile(join(root, 'test/package', file), join(project, file));
      await run(
        'npm',
        [
          'install',
          '--no-audit',
          '--no-fund',
          '--prefer-offline',
          tarball,
          `graphql@${major}`,
          'pusher-js@8',
        ],
        {
          cwd: project,
        },
      );
      const { stdout } = await run(process.execPath, ['consumer.mjs'], { cwd: project });
      const { graphql, result } = JSON.parse(stdout) as { graphql: string; result: unknown };
      expect(graphql.split('.')[0]).toBe(major);
      expect(result).toEqual({ data: { said: 'HELLO' } });
      const testing = await run(process.execPath, ['testing.mjs'], { cwd: project });
      expect(JSON.parse(testing.stdout)).toEqual({
        result: { data: { said: 'hello' } },
        dev: { data: { hello: 'Hello!' } },
      });
    },
    twoMinutes,
  );

  it('holds what it exports and nothing of its tests', async () => {
    const { stdout } = await run('tar', ['-tzf', tarball]);
    const files = stdout.trim().split('\n');
    for (const file of [
      'dist/index.js',
      'dist/client/index.js',
      'dist/cli/main.js',
      'dist/console/index.html',
      'dist/graphiql/index.html',
      'schema/channel.graphql',
      'PROTOCOL.md',
      'LICENSE',
    ]) {
      expect(files).toContain(`package/${file}`);
    }
    const others = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'PROTOCOL.md'];
    const known = new RegExp(`^package/((dist|src|schema)/|(${others.join('|')})$)`);
    expect(files.filter((file) => !known.test(file))).toEqual([]);
  });
});
