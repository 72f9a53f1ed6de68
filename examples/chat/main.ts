/** `npm start`: the chat, with everything that it needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError, serve } from 'graphql-pusher/serve';
import type { Topics } from './generated/topics.ts';
import { createChatResolvers } from './resolvers.ts';
import { tokenFor, userNamed } from './session.ts';
import { createChatStore } from './store.ts';

let jwtSecret = '';
try {
  const served = await serve<Topics>({
    typeDefs: readFileSync(join(import.meta.dirname, 'schema/chat.graphql'), 'utf8'),
    resolvers: createChatResolvers(createChatStore(), () => jwtSecret),
    pages: join(import.meta.dirname, 'page/dist'),
  });
  jwtSecret = served.jwtSecret;
  const token = await tokenFor(userNamed('ada'), jwtSecret);
  console.log(
    [
      `Chat      ${served.url}/`,
      `GraphiQL  ${served.url}/graphql`,
      `Pusher    ${served.channelsUrl ?? 'as PUSHER_* says'}`,
      `Token     ${token}`,
      '          (for ada, one day; header: Authorization: Bearer <token>)',
    ].join('\n'),
  );
  const stop = (): void => {
    // A second signal ends the process at once.
    process.off('SIGINT', stop).off('SIGTERM', stop);
    void served.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  if (!(error instanceof SettingsError) && (error as NodeJS.ErrnoException).code !== 'EADDRINUSE')
    throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
