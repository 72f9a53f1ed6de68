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

/** Code that somebody would copy and run. */
const languages = /^(ts|tsx|js|jsx|mjs|graphql|vue|ruby|php)\b/;

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const blocks = documentationFiles().flatMap((file) =>
  codeBlocksIn(textOf(file)).map((block) => ({ ...block, place: `${file}:${block.line}` })),
);

describe('code in the documentation', () => {
  it('names the file that it is taken from, which types are checked in and tests run', () => {
    const own = blocks.filter(({ info, code }) => languages.test(info) && code.trim() !== connectionQuery);
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ info }) => !snippetOf(info)).map(({ place }) => place)).toEqual([]);
    const files = blocks.flatMap(({ info }) => snippetOf(info)?.file ?? []);
    expect(files.filter((file) => !/^(examples|test|schema)\//.test(file))).toEqual([]);
  });

  it('is what stands there: `npm run docs:snippets` writes it anew', () => {
    const stale = documentationFiles().filter((file) => withFreshSnippets(textOf(file)) !== textOf(file));
    expect(stale).toEqual([]);
  });

  it('is found however fences are written', () => {
    const fences = documentationFiles().flatMap((file) => {
      const all = textOf(file).match(/^\s*(```|~~~)/gm)?.length ?? 0;
      return all === 2 * codeBlocksIn(textOf(file)).length ? [] : [file];
    });
    expect(fences).toEqual([]);
  });

  it('in a shell runs commands and scripts that there are', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    // A project of `graphql-pusher init` has two of its own.
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
  it('is the part of a file between two marks, not indented and without them', () => {
    const code = snippetCode({ file: 'examples/authentication/gateway.ts', region: 'said' });
    expect(code).toMatch(/^said: \{\n {2}authorize: [\s\S]*\n\},\n$/);
    expect(code).not.toContain('#');
  });

  it('that is not there is told by its file and name', () => {
    const nothing = { file: 'examples/authentication/gateway.ts', region: 'nothing' };
    expect(() => snippetCode(nothing)).toThrow('examples/authentication/gateway.ts has no region "nothing"');
  });

  it('is written anew where it is stale, and the rest stays', () => {
    const stale = 'a\n\n```ts file=examples/pusher-js/listen.ts#bind\nold\n```\n\n```sh\nb\n```\n';
    expect(withFreshSnippets(stale)).toMatch(
      /^a\n\n```ts file=\S+\nconst leave = bind\(.*\n```\n\n```sh\nb\n```\n$/,
    );
  });
});
