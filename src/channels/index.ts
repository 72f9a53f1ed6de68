/**
 * `graphql-pusher/channels`: a server for the Pusher Channels protocol, for development, tests and single machines. It
 * works with Pusher's official clients and SDKs.
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
