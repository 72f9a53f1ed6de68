import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Served, type Settings, serve } from 'graphql-pusher/serve';
import type { Topics } from './generated/topics.ts';
import { createChatResolvers } from './resolvers.ts';
import { createChatRules } from './rules.ts';
import { createChatStore } from './store.ts';

/** Where `npm run build:pages` puts the page. */
export const builtPage = join(import.meta.dirname, 'page/dist');

/** Starts the chat, its page included. Without settings, those of the environment and `.env`. */
export async function startChat(settings?: Settings): Promise<Served<Topics>> {
  // Known only once it is served; nobody signs in before.
  let jwtSecret = '';
  const store = createChatStore();
  const served = await serve<Topics>({
    typeDefs: readFileSync(join(import.meta.dirname, 'schema/chat.graphql'), 'utf8'),
    resolvers: createChatResolvers(store, () => jwtSecret),
    rules: createChatRules(store),
    pages: builtPage,
    ...(settings ? { settings } : {}),
  });
  jwtSecret = served.jwtSecret;
  return served;
}
