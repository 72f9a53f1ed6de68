import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/child-process.ts';

describe('the check of commit subjects', () => {
  let folder: string;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  const commit = (subject: string): string => git('commit', '--quiet', '--allow-empty', '-m', subject);
  const { COMMIT_BASE: _, ...env } = process.env;
  const check = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync('bash', [join(root, 'scripts/commit-subjects.sh'), ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commit-subjects-'));
    git('init', '--quiet', '--initial-branch=main');
    commit('old history may say anything at all, in any length, and it does not have to be imperative.');
    git('tag', 'base');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('accepts imperative subjects of up to 72 characters, and ignores commits before the base', () => {
    commit('Fix the order of results');
    commit('Address slow readers');
    commit(`Keep ${'é'.repeat(67)}`);
    expect(check('base')).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    [`Keep ${'a'.repeat(68)}`, 'has 73 characters'],
    ['Fix the order of results.', 'ends with a period'],
    ['fix the order of results', 'does not start with a capital letter'],
    ['Fixed the order of results', 'Write "Fix", not "Fixed"'],
    ['Fixes the order of results', 'does not start with an imperative'],
    ['Fixing the order of results', 'does not start with an imperative'],
    ['Docs: the order of results', 'does not start with an imperative'],
    ['The order of results', 'does not start with an imperative'],
  ])('rejects "%s"', (subject, problem) => {
    commit(subject);
    const { status, stderr } = check('base');
    expect(status).toBe(1);
    expect(stderr).toContain(problem);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('checks nothing without a base, and fails for a base that does not exist', () => {
    commit('fixed');
    expect(check()).toMatchObject({ status: 0 });
    const { status, stderr } = check('no-such-base');
    expect(status).toBe(2);
    expect(stderr).toContain('"no-such-base" is not a commit');
  });
});
