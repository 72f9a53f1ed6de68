/** The gateway without a GraphQL server: schema, engine, endpoints and authentication. */

export { checkViewer } from './check-viewer.ts';
export {
  asRestError,
  createChannelAuthEndpoint,
  createUserAuthEndpoint,
  createWebhookEndpoint,
  type Endpoint,
  type EndpointOptions,
} from './endpoints/index.ts';
export type { AnyTopics, GatewayContext, Publish, TopicResolvers } from './gateway-context.ts';
export { createGatewayEngine, type GatewayEngine } from './gateway-engine.ts';
export type { GatewayOptions, PersistedOperations, SubscriptionDialect } from './gateway-options.ts';
export type { GatewayResolvers, SchemaSource } from './gateway-schema.ts';
export { queryParameters } from './request-parameters.ts';
