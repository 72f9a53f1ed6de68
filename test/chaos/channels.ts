/** The Channels server as a process of its own, which can be killed: `CHAOS_CHANNELS` has its settings. */
import { createChannelsServer } from '../../src/channels/index.ts';
import { app } from './app.ts';

/** `CHAOS_CHANNELS`, as JSON. */
export interface ChannelsSettings {
  readonly port: number;
  readonly webhookUrl: string;
}

const { port, webhookUrl } = JSON.parse(process.env.CHAOS_CHANNELS ?? '{}') as ChannelsSettings;
const { id, keyPairs } = app;
const [{ key, secret }, ...keys] = keyPairs;
const server = createChannelsServer({
  apps: [{ id, key, secret, keys, webhooks: [{ url: webhookUrl }] }],
  // Dead connections are noticed while the run lasts.
  activityTimeout: 5_000,
  pongTimeout: 3_000,
  vacatedDelay: 500,
  onError: (error) => console.error(String(error)),
});
process.once('SIGTERM', () => void server.close());
const { url } = await server.listen({ port });
console.log(`Channels server listening on ${url}`);
