/** graphql-pusher: GraphQL subscriptions over Pusher Channels. */
export * from './core/index.ts';
export { createPusherTransport, type PusherOptions } from './transport/index.ts';
export * from './yoga/index.ts';
