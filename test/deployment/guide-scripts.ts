import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../support/child-process.ts';

/** Joins the blocks ```sh test of a guide in order. Later blocks depend on earlier ones. */
export function scriptOf(guide: string): string {
  const text = readFileSync(join(root, 'docs/deployment', guide), 'utf8');
  return [...text.matchAll(/^```sh test\n(.*?)^```$/gms)].map(([, block = '']) => block).join('\n');
}

/** Runs a script in a new folder, where `graphql-pusher` is this repository's. Resolves with its output. */
export async function runScript(script: string, env: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  const executable = join(bin, 'graphql-pusher');
  const main = join(root, 'src/cli/main.ts');
  writeFileSync(
    executable,
    `#!/bin/sh\nexec "${process.execPath}" --conditions=graphql-pusher-source "${main}" "$@"\n`,
  );
  chmodSync(executable, 0o755);
  const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}` },
  });
  return { folder, stdout, stderr };
}
