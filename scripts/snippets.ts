/**
 * `npm run docs:snippets`: writes each snippet of the documentation anew from the file that it is taken from, which its
 * info string names: ```ts file=examples/quick-start/server.ts, or a part of it: file=…#region.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What a code block is taken from. */
export interface SnippetSource {
  /** From the root of the repository. */
  readonly file: string;
  /** Between `#region name` and `#endregion name` in comments; all of it when absent. */
  readonly region?: string;
}

/** A fenced block of Markdown. */
export interface CodeBlock {
  /** All that stands behind the fence: `ts file=…`. */
  readonly info: string;
  readonly code: string;
  /** Of the fence, from 1. */
  readonly line: number;
}

/** Markdown that is held to the rule. */
export function documentationFiles(): string[] {
  return globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root })
    .filter((file) => !file.startsWith('docs/generated'))
    .toSorted();
}

const fencedBlock = /^```(\S[^\n]*)\n(.*?)^```$/gms;

export function codeBlocksIn(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(fencedBlock)].map(({ 1: info = '', 2: code = '', index }) => ({
    info,
    code,
    line: markdown.slice(0, index).split('\n').length,
  }));
}

/** `undefined` when the info string names none. */
export function snippetOf(info: string): SnippetSource | undefined {
  const { file, region } = / file=(?<file>[^\s#]+)(#(?<region>\S+))?/.exec(info)?.groups ?? {};
  if (file === undefined) return undefined;
  return region === undefined ? { file } : { file, region };
}

export function snippetsIn(markdown: string): SnippetSource[] {
  return codeBlocksIn(markdown).flatMap(({ info }) => snippetOf(info) ?? []);
}

/**
 * The code as it has to stand in the documentation: without the marks of regions, and not indented.
 *
 * @throws {Error} when the file or the region is not there.
 */
export function codeOf({ file, region }: SnippetSource): string {
  const text = readFileSync(join(root, file), 'utf8');
  const part = region === undefined ? text : regionIn(text, region);
  if (part === undefined) throw new Error(`${file} has no region "${region}".`);
  const lines = part.split('\n').filter((line) => !/#(end)?region\b/.test(line));
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return `${lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim()}\n`;
}

function regionIn(text: string, region: string): string | undefined {
  return new RegExp(`#region ${region}\\b[^\n]*\n(.*?)^[^\n]*#endregion ${region}\\b`, 'ms').exec(text)?.[1];
}

/** Markdown with every snippet as its file has it. */
export function withFreshSnippets(markdown: string): string {
  return markdown.replaceAll(fencedBlock, (block: string, info: string) => {
    const source = snippetOf(info);
    return source ? `\`\`\`${info}\n${codeOf(source)}\`\`\`` : block;
  });
}

if (import.meta.main) {
  for (const file of documentationFiles()) {
    const before = readFileSync(join(root, file), 'utf8');
    const after = withFreshSnippets(before);
    if (after === before) continue;
    writeFileSync(join(root, file), after);
    console.log(file);
  }
}
