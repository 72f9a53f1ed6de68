/** The gateway: GraphQL Yoga around the core. */
export type { BuiltinName, Builtins } from './builtins/builtin-fields.ts';
export type { ChannelsServerFigures } from './console/feed.ts';
export { createGateway, type Gateway } from './gateway.ts';
export type { AnyTopics, GatewayContext, Publish, TopicResolvers } from './gateway-context.ts';
export type { GatewayOptions } from './gateway-options.ts';
export type { GatewayResolvers, SchemaSource } from './gateway-schema.ts';
export type { Cors, CorsOptions } from './hardening/cors.ts';
export type { HardeningOptions } from './hardening/hardening.ts';
export type { OperationLimits } from './hardening/operation-limits.ts';
export {
  type Authenticate,
  createJwtAuthentication,
  type JwtAuthenticationOptions,
} from './jwt-authentication.ts';
export type { JwtKey } from './jwt-keys.ts';
export type { TrustedProxy } from './rate-limits/client-address.ts';
export type { RateLimit, RateLimitOptions } from './rate-limits/rate-limits.ts';
export type {
  ConsoleQuestion,
  GatewayRule,
  GatewayRules,
  InspectQuestion,
  SendToUserQuestion,
  TopicQuestion,
  TriggerQuestion,
} from './rules.ts';
export { type SignJwtOptions, signJwt } from './sign-jwt.ts';
