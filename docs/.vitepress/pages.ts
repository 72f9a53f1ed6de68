/** Markdown files of the repository that are pages of the site, and their paths on the site. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';

/** Root folder of the repository. */
export const root = resolve(import.meta.dirname, '../..');

/** Folder of the generated pages. It is rewritten on each start and build of the site; see `generated-pages.ts`. */
export const generatedFolder = 'docs/generated';

const besideDocs = ['PROTOCOL.md', 'SECURITY.md', 'CHANGELOG.md'];

/** Paths from the root of the repository. */
export function pageFiles(): string[] {
  const inDocs = globSync('docs/**/*.md', { cwd: root }).filter((file) => !file.startsWith(generatedFolder));
  return [...inDocs, ...besideDocs].toSorted();
}

/** `docs/deployment/README.md` → `deployment/index.md`; other paths stay unchanged. */
export function sitePathOf(file: string): string {
  if (besideDocs.includes(file)) return file.toLowerCase();
  return file.replace(/^docs\/(generated\/)?/, '').replace(/(^|\/)README\.md$/, '$1index.md');
}

export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** First heading of a page. */
export function titleOf(file: string): string {
  return /^# (.+)$/m.exec(textOf(file))?.[1]?.replaceAll('`', '') ?? file;
}

/** Target of a relative link in a file: a path from the root, and the hash. `undefined` for other links. */
export function targetOf(href: string, file: string): { path: string; hash: string } | undefined {
  if (/^([a-z][a-z+.-]*:|\/|#|$)/i.test(href)) return undefined;
  const [path = '', ...hash] = href.split('#');
  const target = posix.join(dirname(file), decodeURI(path));
  const isFolder = existsSync(join(root, target)) && statSync(join(root, target)).isDirectory();
  const readme = posix.join(target, 'README.md');
  return {
    path: isFolder && existsSync(join(root, readme)) ? readme : target.replace(/\/$/, ''),
    hash: hash.length > 0 ? `#${hash.join('#')}` : '',
  };
}

/** Creates a heading's anchor as GitHub does, so that links to headings work on both. */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
