/** The server side of the console: collects figures and publishes them to the page. */
export { createConsoleResolvers } from './console-resolvers.ts';
export { type Console, createConsole } from './create-console.ts';
export type { ChannelsServerFigures } from './feed.ts';
