import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  codeBlocksIn,
  documentationFiles,
  snippetCode,
  snippetOf,
  withFreshSnippets,
} from '../../scripts/snippets.ts';
import { connectionQuery } from '../../src/protocol/index.ts';
import { root } from '../support/child-process.ts';

/** Languages of code that readers copy and run. */
const languages = /^(ts|tsx|js|jsx|mjs|graphql|vue|ruby|php)\b/;

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const blocks = documentationFiles().flatMap((file) =>
  codeBlocksIn(textOf(file)).map((block) => ({ ...block, place: `${file}:${block.line}` })),
);

describe('code in the documentation', () => {
  it('names its source file, in a folder whose types are checked and whose code is tested', () => {
    const own = blocks.filter(({ info, code }) => languages.test(info) && code.trim() !== connectionQuery);
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ info }) => !snippetOf(info)).map(({ place }) => place)).toEqual([]);
    const files = blocks.flatMap(({ info }) => snippetOf(info)?.file ?? []);
    expect(files.filter((file) => !/^(examples|test|schema)\//.test(file))).toEqual([]);
  });

  it('equals its source; otherwise, run `npm run docs:snippets`', () => {
    const stale = documentationFiles().filter((file) => withFreshSnippets(textOf(file)) !== textOf(file));
    expect(stale).toEqual([]);
  });

  it('is recognized in every fenced block', () => {
    const fences = documentationFiles().flatMap((file) => {
      const all = textOf(file).match(/^\s*(```|~~~)/gm)?.length ?? 0;
      return all === 2 * codeBlocksIn(textOf(file)).length ? [] : [file];
    });
    expect(fences).toEqual([]);
  });

  it('calls only existing commands and scripts in shell blocks', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    // A project of `graphql-pusher init` has two scripts of its own.
    const known = new Set([...Object.keys(scripts), 'dev', 'doctor']);
    for (const { info, code, place } of blocks) {
      if (!/^sh\b/.test(info)) continue;
      for (const [, script = ''] of code.matchAll(/npm run ([\w:-]+)/g))
        expect(known, place).toContain(script);
      for (const [, command = ''] of code.matchAll(/^(?:npx )?graphql-pusher ([a-z]+)/gm))
        expect(existsSync(join(root, `src/cli/commands/${command}/index.ts`)), `${place}: ${command}`).toBe(
          true,
        );
    }
  });
});

describe('a snippet', () => {
  it('is the region between two marks, without the marks and without indentation', () => {
    const code = snippetCode({ file: 'examples/authentication/gateway.ts', region: 'said' });
    expect(code).toMatch(/^said: \{\n {2}authorize: [\s\S]*\n\},\n$/);
    expect(code).not.toContain('#');
  });

  it('from a missing region throws an error with file and region', () => {
    const missing = { file: 'examples/authentication/gateway.ts', region: 'nothing' };
    expect(() => snippetCode(missing)).toThrow('examples/authentication/gateway.ts has no region "nothing"');
  });

  it('is updated if it is stale, and other text stays unchanged', () => {
    const stale = 'a\n\n```ts file=examples/pusher-js/listen.ts#bind\nold\n```\n\n```sh\nb\n```\n';
    expect(withFreshSnippets(stale)).toMatch(
      /^a\n\n```ts file=\S+\nconst leave = bind\(.*\n```\n\n```sh\nb\n```\n$/,
    );
  });
});
