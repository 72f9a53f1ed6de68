/**
 * `graphql-pusher/channels`: a server of the Pusher Channels protocol, for development, tests and one machine. Official
 * clients and SDKs cannot tell it from Pusher.
 */
import '../protocol/node-version.ts';

export { type WebhookEventName, webhookEventNames } from '../protocol/index.ts';
export type { ChannelsLimits } from './limits.ts';
export type { ChannelsApp, ChannelsServerOptions, WebhookTarget } from './options.ts';
export {
  type ChannelsServer,
  type ChannelsStats,
  createChannelsServer,
  type ListenAddress,
} from './server.ts';
export type { WebhookEvent } from './webhook/index.ts';
