/** Hero section of the first page. It is not front matter in the Markdown, because GitHub would show that as a table. */
export const firstPage = {
  layout: 'home',
  hero: {
    name: 'graphql-pusher',
    text: 'Subscriptions for stateless servers',
    tagline:
      'Your server stays stateless, and Pusher holds the connections. Clients receive each result once and in order, and detect missing ones.',
    actions: [
      { theme: 'brand', text: 'Five-minute start', link: '/getting-started' },
      { theme: 'alt', text: 'Guarantees', link: '/guarantees' },
      { theme: 'alt', text: 'API', link: '/api/' },
    ],
  },
};
