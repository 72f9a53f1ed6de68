/**
 * Pages that show files of the repository: what a page links to and what snippets are taken from. So the site needs no
 * other site to show them.
 */
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { snippetsIn } from '../../scripts/snippets.ts';
import { readEntries } from './api/api-pages.ts';
import { pageFiles, root, targetOf, textOf } from './pages.ts';

const languages: Record<string, string> = { Caddyfile: 'txt', service: 'ini', yaml: 'yaml', md: 'md' };

/** `examples/apollo/client.ts` → `source/examples/apollo/client-ts.md`. A dot would look like that of an extension. */
export function sourcePathOf(file: string): string {
  return `source/${file.replaceAll('.', '-')}.md`;
}

/** Files and folders that are shown, from the root. */
export function linkedSources(): string[] {
  const pages = new Set(pageFiles());
  const entries = new Set(readEntries().map(({ file }) => file));
  const linked = pageFiles().flatMap((page) => {
    const text = textOf(page);
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = '']) => targetOf(href, page)?.path);
    return [...targets, ...snippetsIn(text).map(({ file }) => file)];
  });
  return [...new Set(linked)].filter((path): path is string => {
    if (path === undefined || pages.has(path) || entries.has(path)) return false;
    // What is not there, VitePress complains of; pictures are shown where they stand.
    return existsSync(join(root, path)) && !/\.(svg|png|jpe?g|webp|gif)$/.test(path);
  });
}

/** A page that shows a file, or all files of a folder. */
export function sourcePage(path: string): string {
  const frontmatter = '---\nsearch: false\neditLink: false\n---\n';
  if (!statSync(join(root, path)).isDirectory()) return `${frontmatter}# ${path}\n\n${codeOf(path)}`;
  const files = globSync('**/*.*', { cwd: join(root, path) }).toSorted();
  const sections = files.map((file) => `## ${file}\n\n${codeOf(`${path}/${file}`)}`);
  return `${frontmatter}# ${path}\n\n${sections.join('\n')}`;
}

function codeOf(file: string): string {
  const extension = file.split(/[./]/).at(-1) ?? '';
  const language = languages[extension] ?? extension;
  // Longer than any fence in it.
  return `\`\`\`\`\`${language}\n${withoutMarkers(textOf(file)).trimEnd()}\n\`\`\`\`\`\n`;
}

/** The marks of snippets are of no interest to readers. */
function withoutMarkers(text: string): string {
  return text.replaceAll(/^.*#(end)?region\b.*\n/gm, '');
}
