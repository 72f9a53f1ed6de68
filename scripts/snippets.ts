/**
 * `npm run docs:snippets`: updates each snippet in the documentation from its source file. The info string of the code
 * block names the file, ```ts file=examples/quick-start/server.ts, or a region of it, file=…#region.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** The source of a code block. */
export interface SnippetSource {
  /** Path from the root of the repository. */
  readonly file: string;
  /** The lines between `#region name` and `#endregion name` in comments. Default: the whole file. */
  readonly region?: string;
}

/** A fenced code block in Markdown. */
export interface CodeBlock {
  /** The text after the fence: `ts file=…`. */
  readonly info: string;
  readonly code: string;
  /** Line number of the fence, from 1. */
  readonly line: number;
}

/** Markdown files whose code blocks must name their source. */
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

/** Parses the source in an info string. Returns `undefined` if it names none. */
export function snippetOf(info: string): SnippetSource | undefined {
  const { file, region } = / file=(?<file>[^\s#]+)(#(?<region>\S+))?/.exec(info)?.groups ?? {};
  if (file === undefined) return undefined;
  return region === undefined ? { file } : { file, region };
}

export function snippetsIn(markdown: string): SnippetSource[] {
  return codeBlocksIn(markdown).flatMap(({ info }) => snippetOf(info) ?? []);
}

/**
 * Returns the code as the documentation shows it: without region marks and without indentation.
 *
 * @throws {Error} when the file or the region does not exist.
 */
export function snippetCode({ file, region }: SnippetSource): string {
  const text = readFileSync(join(root, file), 'utf8');
  const part = region === undefined ? text : regionIn(text, region);
  if (part === undefined)
    throw new Error(
      `${file} has no region "${region}". Add "#region ${region}" to it, or correct the code block.`,
    );
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

/** Replaces every snippet in Markdown with the current text of its source. */
export function withFreshSnippets(markdown: string): string {
  return markdown.replaceAll(fencedBlock, (block: string, info: string) => {
    const source = snippetOf(info);
    return source ? `\`\`\`${info}\n${snippetCode(source)}\`\`\`` : block;
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
