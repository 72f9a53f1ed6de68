/** Our Channels server, in a process of its own as Pusher is. */
import { createChannelsServer } from '../../src/channels/index.ts';
import { answerCalls, startArgument } from '../harness/calls.ts';
import { credentials } from './credentials.ts';
import { usageCalls } from './subject.ts';

const { webhookUrl } = startArgument<{ webhookUrl: string | undefined }>();
const server = createChannelsServer({
  apps: [{ ...credentials, webhooks: webhookUrl ? [{ url: webhookUrl }] : [] }],
});
const { port } = await server.listen();
answerCalls(usageCalls, { port });
