/** `graphql-pusher/client`: GraphQL subscriptions over Pusher, for browsers and every other runtime of pusher-js. */
export { type BindOptions, bind } from './bind.ts';
export { type Client, createClient } from './client.ts';
export type { ClientEvent, ClientEvents } from './client-events.ts';
export type { ClientOptions } from './client-options.ts';
export {
  type ExecutionResult,
  isLostResults,
  lostResults,
  type Sink,
  type SubscribePayload,
  type TypedQuery,
} from './payload.ts';
export type {
  PusherChannel,
  PusherConnection,
  PusherConstructor,
  PusherInstance,
} from './pusher/index.ts';
export { jitteredBackoff, type Retry } from './retry.ts';
export {
  type ArgsOf,
  fillTemplate,
  type PayloadOf,
  type TopicChannel,
  type TopicChannelDefinition,
  topicChannel,
} from './topic-channel.ts';
