/** Our Channels server in its own process, like hosted Pusher. */
import { createChannelsServer } from '../../src/channels/index.ts';
import { handleCalls, startArgument } from '../harness/calls.ts';
import { credentials } from './credentials.ts';
import { usageCalls } from './subject.ts';

const { webhookUrl } = startArgument<{ webhookUrl: string | undefined }>();
const server = createChannelsServer({
  apps: [{ ...credentials, webhooks: webhookUrl ? [{ url: webhookUrl }] : [] }],
});
const { port } = await server.listen();
handleCalls(usageCalls, { port });
