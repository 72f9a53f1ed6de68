/** Configuration of the documentation site (`npm run docs`, `npm run build:docs`). Its pages are the repository's Markdown. */
import { defineConfig } from 'vitepress';
import { firstPage } from './first-page.ts';
import { writeGeneratedPages } from './generated-pages.ts';
import { navigation, sidebar } from './navigation.ts';
import { root, sitePathOf, slugOf } from './pages.ts';
import { repositoryLinks } from './repository-links.ts';

writeGeneratedPages();

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='8' fill='%234f46e5'/><g fill='none' stroke='white' stroke-width='2.5' stroke-linecap='round'><path d='M9 22a10 10 0 0 1 14 0M12.5 25.5a5 5 0 0 1 7 0' transform='matrix(1 0 0 -1 0 35)'/></g><circle cx='16' cy='22' r='2.6' fill='white'/></svg>";

export default defineConfig({
  title: 'graphql-pusher',
  description:
    'GraphQL subscriptions over Pusher Channels: stateless servers, shared executions, results in order with none lost.',
  lang: 'en-US',
  // The built folder works under any path, and without a server.
  base: './',
  srcDir: root,
  srcExclude: ['README.md', 'CONTRIBUTING.md', '{bench,examples,scripts,src,test}/**'],
  rewrites: sitePathOf,
  outDir: '.vitepress/dist',
  cacheDir: '../node_modules/.cache/vitepress',
  transformPageData: ({ relativePath, frontmatter }) =>
    relativePath === 'index.md' ? { frontmatter: { ...frontmatter, ...firstPage } } : {},
  head: [['link', { rel: 'icon', href: icon }]],
  markdown: {
    anchor: { slugify: slugOf },
    toc: { slugify: slugOf },
    headers: false,
    theme: { light: 'github-light', dark: 'github-dark' },
    languageAlias: { caddy: 'nginx' },
    config: repositoryLinks,
  },
  themeConfig: {
    nav: navigation(),
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
  },
  vite: { publicDir: false, logLevel: 'warn' },
});
