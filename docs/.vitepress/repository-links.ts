/** Adapts the repository's Markdown to the site: rewrites links, and adds the source file above each snippet. */
import { relative } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { snippetOf } from '../../scripts/snippets.ts';
import { readEntries } from './api/api-pages.ts';
import { pageFiles, root, sitePathOf, targetOf } from './pages.ts';
import { sourcePathOf } from './source-pages.ts';

/** VitePress's information about the file that it renders. */
interface Environment {
  readonly path: string;
  /** Absent during rendering for the search; `path` is correct then. */
  readonly realPath?: string;
}

export function repositoryLinks(md: MarkdownRenderer): void {
  const pages = new Set(pageFiles());
  /** A link to an entry of the package leads to its API reference on the site, and to its source on GitHub. */
  const referenceOf = new Map(readEntries().map(({ file, page }) => [file, `api/${page}.md`]));

  /** Rewrites a relative link to a page, or to the page that shows a file. VitePress reports broken links. */
  function siteHref(href: string, file: string): string {
    const target = targetOf(href, file);
    if (!target || file.startsWith('docs/generated')) return href;
    const page = pages.has(target.path)
      ? sitePathOf(target.path)
      : (referenceOf.get(target.path) ?? sourcePathOf(target.path));
    return `/${page}${target.hash}`;
  }

  md.core.ruler.push('repository_links', (state) => {
    const { path, realPath = path } = state.env as Environment;
    const file = relative(root, realPath);
    for (const { children } of state.tokens) {
      for (const token of children ?? []) {
        const href = token.type === 'link_open' ? token.attrGet('href') : undefined;
        if (href) token.attrSet('href', siteHref(href, file));
      }
    }
    state.tokens = state.tokens.flatMap((token) => {
      const source = token.type === 'fence' ? snippetOf(token.info)?.file : undefined;
      if (source === undefined) return [token];
      const open = new state.Token('paragraph_open', 'p', 1);
      open.attrSet('class', 'snippet-source');
      const inline = new state.Token('inline', '', 0);
      const link = new state.Token('link_open', 'a', 1);
      link.attrSet('href', `/${sourcePathOf(source)}`);
      const text = new state.Token('text', '', 0);
      text.content = source;
      inline.children = [link, text, new state.Token('link_close', 'a', -1)];
      return [open, inline, new state.Token('paragraph_close', 'p', -1), token];
    });
  });
}
