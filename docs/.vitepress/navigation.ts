/** Sidebar and navigation bar. */
import type { DefaultTheme } from 'vitepress';
import { readEntries } from './api/api-pages.ts';
import { pageFiles, sitePathOf, titleOf } from './pages.ts';

type Item = DefaultTheme.SidebarItem;

/** Pages of each chapter, in order. A pair has a shorter title than the page's own. */
const chapters: Record<string, readonly (string | [file: string, text: string])[]> = {
  Start: [
    ['docs/README.md', 'Introduction'],
    ['docs/getting-started.md', 'Five-minute start'],
  ],
  Guides: [
    ['docs/schema.md', 'Channels in the schema'],
    ['docs/authentication.md', 'Authentication and authorization'],
    ['docs/presence.md', 'Presence'],
    ['docs/encryption.md', 'Encryption'],
    ['docs/clients.md', 'Clients'],
    ['docs/testing.md', 'Testing'],
    ['docs/command-line.md', 'Command line'],
  ],
  'Moving from': [
    ['docs/moving-from-graphql-ws.md', 'graphql-ws'],
    ['docs/moving-from-graphql-ruby.md', 'graphql-ruby'],
    ['docs/moving-from-lighthouse.md', 'Lighthouse'],
  ],
  Deployment: [
    'docs/deployment/README.md',
    'docs/deployment/one-machine.md',
    'docs/deployment/several-instances.md',
    'docs/deployment/serverless.md',
    'docs/deployment/hosted-pusher.md',
    'docs/compatibility.md',
    'docs/deployment/what-to-watch.md',
    ['docs/metrics.md', 'Metrics, logs, traces'],
    'docs/settings.md',
    'SECURITY.md',
  ],
  Reference: ['docs/guarantees.md', 'docs/performance.md', ['PROTOCOL.md', 'Protocol'], 'CHANGELOG.md'],
};

const decisions = 'docs/decisions/';

export function navigation(): DefaultTheme.NavItem[] {
  return [
    { text: 'Start', link: '/getting-started' },
    {
      text: 'Guides',
      link: '/schema',
      activeMatch: '/(schema|authentication|presence|encryption|clients|testing|command-line|moving)',
    },
    { text: 'API', link: '/api/', activeMatch: '/api/' },
    { text: 'Protocol', link: '/protocol' },
  ];
}

/** Contains every page. Pages that no chapter lists are guides. */
export function sidebar(): Item[] {
  const files = pageFiles();
  const named = new Set(
    Object.values(chapters)
      .flat()
      .map((each) => (typeof each === 'string' ? each : each[0])),
  );
  const others = files.filter((file) => !named.has(file) && !file.startsWith(decisions));
  const listed = Object.entries(chapters).map(([text, items]): Item => {
    const all = [...items, ...(text === 'Guides' ? others : [])].map((each) =>
      typeof each === 'string' ? ([each, titleOf] as const) : each,
    );
    const existing = all.filter(([file]) => files.includes(file));
    return {
      text,
      items: existing.map(([file, title]) => ({
        text: typeof title === 'string' ? title : title(file),
        link: linkTo(sitePathOf(file)),
      })),
    };
  });
  const api = readEntries().map(({ specifier, page }) => ({ text: specifier, link: `/api/${page}` }));
  return [
    ...listed,
    { text: 'API', collapsed: true, link: '/api/', items: api },
    {
      text: 'Decisions',
      collapsed: true,
      link: '/decisions/',
      items: files
        .filter((file) => file.startsWith(decisions) && !file.endsWith('README.md'))
        .map((file) => ({ text: titleOf(file), link: linkTo(sitePathOf(file)) })),
    },
  ];
}

function linkTo(page: string): string {
  return `/${page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}`;
}
