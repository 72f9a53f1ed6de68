/** The gateway: GraphQL Yoga around the core. */
export { createGateway, type Gateway, type GatewayOptions, type GatewayRules } from './gateway.ts';
export type { AnyTopics, GatewayContext, Publish, TopicResolvers } from './gateway-context.ts';
export type { GatewayResolvers, SchemaSource } from './gateway-schema.ts';
export {
  type Authenticate,
  createJwtAuthentication,
  type JwtAuthenticationOptions,
  type JwtKey,
} from './jwt-authentication.ts';
