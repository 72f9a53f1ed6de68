/** What the first page has above its words. Not in its Markdown, where GitHub would show it as a table of settings. */
export const firstPage = {
  layout: 'home',
  hero: {
    name: 'graphql-pusher',
    text: 'Subscriptions for stateless servers',
    tagline:
      'Your server stays stateless, Pusher holds the connections. Results come in order, each once, and a client knows when one is missing.',
    actions: [
      { theme: 'brand', text: 'Five-minute start', link: '/getting-started' },
      { theme: 'alt', text: 'What it promises', link: '/guarantees' },
      { theme: 'alt', text: 'API', link: '/api/' },
    ],
  },
};
