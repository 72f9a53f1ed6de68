import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSettings, type Served, type Settings, serve } from 'graphql-pusher/serve';
import type { Topics } from './generated/topics.ts';
import { createChatResolvers } from './resolvers.ts';
import { createChatRules } from './rules.ts';
import { createChatStore } from './store.ts';

/** The output folder of `npm run build:pages`. */
export const builtPage = join(import.meta.dirname, 'page/dist');

/**
 * Starts the chat and serves its page. Default settings: the environment and `.env`.
 *
 * @throws SettingsError if a setting is invalid.
 */
export async function startChat(settings: Settings = readSettings()): Promise<Served<Topics>> {
  // Known once the gateway is served. No user can sign in before that.
  let jwtSecret = '';
  const store = createChatStore(chatFile(settings));
  try {
    const served = await serve<Topics>({
      typeDefs: readFileSync(join(import.meta.dirname, 'schema/chat.graphql'), 'utf8'),
      resolvers: createChatResolvers(store, () => jwtSecret),
      rules: createChatRules(store),
      pages: builtPage,
      settings,
    });
    jwtSecret = served.jwtSecret;
    return {
      ...served,
      async close() {
        await served.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Returns the SQLite file of the chat: beside the gateway's SQLite file, or in `.data` with another store. */
function chatFile({ store }: Settings): string {
  if (!('sqlite' in store)) return '.data/chat.db';
  return store.sqlite === ':memory:' ? ':memory:' : join(dirname(store.sqlite), 'chat.db');
}
