/** `npm start`: starts the chat, a Pusher Channels server and the pages. */
import { SettingsError } from 'graphql-pusher/serve';
import { tokenFor, userNamed } from './session.ts';
import { startChat } from './start-chat.ts';

try {
  const served = await startChat();
  const stop = (): void => {
    // A second signal ends the process at once.
    process.off('SIGINT', stop).off('SIGTERM', stop);
    void served.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const token = await tokenFor(userNamed('ada'), served.jwtSecret);
  console.log(
    [
      `Chat      ${served.url}/`,
      `GraphiQL  ${served.url}/graphql`,
      ...(served.consoleUrl ? [`Console   ${served.consoleUrl}`] : []),
      `Pusher    ${served.channelsUrl ?? 'configured by PUSHER_*'}`,
      `Token     ${token}`,
      '          (for ada, one day; header: Authorization: Bearer <token>)',
    ].join('\n'),
  );
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
