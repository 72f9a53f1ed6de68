/** `createGateway`: GraphQL Yoga composed with the gateway. */
export type {
  BuiltinName,
  Builtins,
  ConsoleQuestion,
  GatewayRule,
  GatewayRules,
  InspectQuestion,
  SendToUserQuestion,
  TopicQuestion,
  TriggerQuestion,
} from '../builtins/index.ts';
export type { ChannelsServerFigures } from '../console/server/index.ts';
export type {
  AnyTopics,
  GatewayContext,
  GatewayOptions,
  GatewayResolvers,
  Publish,
  SchemaSource,
  TopicResolvers,
} from '../gateway/index.ts';
export type { JwtKey } from '../jwt/index.ts';
export {
  type Authenticate,
  createJwtAuthentication,
  type JwtAuthenticationOptions,
  type SignJwtOptions,
  signJwt,
} from '../jwt/index.ts';
export type {
  Cors,
  CorsOptions,
  HardeningOptions,
  OperationLimits,
  RateLimit,
  RateLimitOptions,
  TrustedProxy,
} from '../security/index.ts';
export { createGateway, type Gateway } from './gateway.ts';
