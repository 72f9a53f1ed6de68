/**
 * Pages that show files of the repository: targets of links, and sources of snippets. With them, the site depends on no
 * other site.
 */
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { snippetsIn } from '../../scripts/snippets.ts';
import { readEntries } from './api/api-pages.ts';
import { pageFiles, root, targetOf, textOf } from './pages.ts';

const languages: Record<string, string> = { Caddyfile: 'txt', service: 'ini', yaml: 'yaml', md: 'md' };

/** `examples/apollo/client.ts` → `source/examples/apollo/client-ts.md`. A dot would look like a file extension. */
export function sourcePathOf(file: string): string {
  return `source/${file.replaceAll('.', '-')}.md`;
}

/** Files and folders that these pages show, as paths from the root. */
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
    // VitePress reports missing files. Pages embed pictures directly.
    return existsSync(join(root, path)) && !/\.(svg|png|jpe?g|webp|gif)$/.test(path);
  });
}

/** Returns a page with a file, or with all files of a folder. */
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
  // A longer fence than any in the file.
  return `\`\`\`\`\`${language}\n${withoutMarkers(textOf(file)).trimEnd()}\n\`\`\`\`\`\n`;
}

/** Removes region marks, which only `npm run docs:snippets` needs. */
function withoutMarkers(text: string): string {
  return text.replaceAll(/^.*#(end)?region\b.*\n/gm, '');
}
