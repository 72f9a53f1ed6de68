import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { directoryOf, pusherOutput, pusherPlugin, runCodegen } from './run-codegen.ts';

const query = 'type Query { nothing: Boolean }';
const root = resolve(import.meta.dirname, '../..');

describe('a problem in a schema', () => {
  it('is reported with file, line and column, in any of its files', async () => {
    const run = runCodegen(
      {
        'base.graphql': `${query}\ntype Subscription {\n  a: Int @channel(name: "a-{b}")\n}`,
        'more.graphql': 'extend type Subscription {\n  c: Int\n\n  d: Int @channel(name: "gql-d")\n}',
      },
      { generates: { 'out.ts': { plugins: [pusherPlugin] } } },
    );
    const { message } = await run.then(
      () => expect.unreachable(),
      (error: Error) => error,
    );
    expect(message).toMatch(
      /Subscription\.a: @channel\(name\): "\{b\}" is not an argument .* \(\S+\/base\.graphql:3:10\)/,
    );
    expect(message).toMatch(/Subscription\.c: has no @channel.* \(\S+\/more\.graphql:2:3\)/);
    expect(message).toMatch(/Subscription\.d: .*no name may begin with "gql-" \(\S+\/more\.graphql:4:10\)/);
  });

  it('in a code file is reported with its file, and its line within the template literal', async () => {
    const run = runCodegen(
      {
        'schema.ts': `// Line 1\n\nexport const typeDefs = /* GraphQL */ \`${query}\ntype Subscription {\n  a: Int @channel(name: "{")\n}\`;\n`,
      },
      { schema: 'schema.ts', generates: { 'out.ts': { plugins: [pusherPlugin] } } },
    );
    await expect(run).rejects.toThrow(/\(\S+\/schema\.ts:3:10\)/);
  });

  it('may be an argument that conflicts with the claims of the viewer', async () => {
    await expect(
      pusherOutput(
        `${query}\ntype Subscription { a(viewer: ID!): Int @channel(name: "a-{viewer};{viewer.sub}") }`,
      ),
    ).rejects.toThrow(/the argument "viewer" conflicts with the claims of the viewer.*schema\.graphql:2:41/);
  });
});

it('an invalid option is named in the error', async () => {
  await expect(pusherOutput(query, { output: 'chanels' })).rejects.toThrow(/config: .*\n.*at output/);
});

describe('the command line of GraphQL Code Generator', () => {
  async function runCommand(schema: string) {
    await using directory = await directoryOf({
      'schema.graphql': schema,
      'codegen.json': JSON.stringify({
        schema: 'schema.graphql',
        generates: { 'channels.ts': { plugins: ['graphql-pusher/codegen'] } },
      }),
    });
    await mkdir(join(directory.path, 'node_modules'));
    await symlink(root, join(directory.path, 'node_modules/graphql-pusher'));
    const result = await promisify(execFile)(
      process.execPath,
      [
        '--conditions=graphql-pusher-source',
        join(root, 'node_modules/@graphql-codegen/cli/cjs/bin.js'),
        '--config',
        'codegen.json',
      ],
      { cwd: directory.path, env: { ...process.env, NODE_ENV: 'production' } },
    ).then(
      ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, printed: stdout + stderr }),
    );
    const written = await readFile(join(directory.path, 'channels.ts'), 'utf8').catch(() => undefined);
    return { ...result, written };
  }

  it('loads the plugin as graphql-pusher/codegen', async () => {
    const { code, written } = await runCommand(`${query} type Subscription { a: Int @channel(name: "a") }`);
    expect(code).toBe(0);
    expect(written).toContain('export const channels');
  });

  it('prints the problem and its place, fails, and writes nothing', async () => {
    const { code, printed, written } = await runCommand(
      `${query}\ntype Subscription { a: Int @channel(name: "a-{b}") }`,
    );
    expect(code).toBe(1);
    expect(printed).toMatch(/"\{b\}" is not an argument[\s\S]*schema\.graphql:2:28/);
    expect(written).toBeUndefined();
  });
});
