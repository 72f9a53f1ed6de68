import { parse } from '@babel/parser';

/** Text that a person reads, with the line at which it begins. */
export interface Prose {
  readonly line: number;
  readonly text: string;
}

/** The comments and messages of a source file, or a page without its code. */
export function proseOf(file: string, content: string): Prose[] {
  if (/\.tsx?$/.test(file)) return proseOfSource(file, content);
  if (file.endsWith('.md')) return linesOf(withoutCode(content));
  if (/\.(sh|yaml)$/.test(file)) return linesOf(content.replace(/^(?!\s*#).*$/gm, ''));
  return linesOf(content);
}

function linesOf(content: string): Prose[] {
  return content
    .split('\n')
    .flatMap((text, index) => (text.trim() === '' ? [] : [{ line: index + 1, text }]));
}

/** A page of Markdown whose code is blank, so that lines keep their numbers. */
function withoutCode(page: string): string {
  return page
    .replace(/^( *)```[\s\S]*?^\1```/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, '``');
}

function proseOfSource(file: string, source: string): Prose[] {
  const { program, comments } = parse(source, {
    sourceType: 'module',
    plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'],
    attachComment: false,
  });
  const prose: Prose[] = (comments ?? []).map(({ value, loc }) => ({
    line: loc?.start.line ?? 1,
    text: value.replace(/`[^`\n]*`/g, '``'),
  }));
  collectMessages(program, prose);
  return prose;
}

/** A string with a space in it is a message, a description or the name of a test. */
function collectMessages(node: unknown, prose: Prose[]): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const each of node) collectMessages(each, prose);
    return;
  }
  const { type, value, loc } = node as {
    type?: string;
    value?: string | { cooked?: string };
    loc?: { start: { line: number } };
  };
  const text = typeof value === 'string' ? value : value?.cooked;
  if (/^(StringLiteral|TemplateElement|JSXText)$/.test(type ?? '') && text?.trim().includes(' ')) {
    prose.push({ line: loc?.start.line ?? 1, text });
  }
  for (const [key, each] of Object.entries(node)) if (key !== 'loc') collectMessages(each, prose);
}
