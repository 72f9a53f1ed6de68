import type { GatewayConfig } from '../../config/index.ts';

/** The keys of a config. The type requires exactly the keys of `GatewayConfig`. */
const keys: Readonly<Record<keyof GatewayConfig, true>> = {
  authenticate: true,
  builtins: true,
  channelsServer: true,
  console: true,
  context: true,
  cors: true,
  dialect: true,
  executionTimeout: true,
  graphiql: true,
  introspection: true,
  lifetimes: true,
  maxEventBytes: true,
  maxRequestBytes: true,
  maxResultBytes: true,
  maxSubscriptionAge: true,
  metrics: true,
  newId: true,
  now: true,
  observe: true,
  onError: true,
  operationLimits: true,
  pages: true,
  persistedOperations: true,
  quotas: true,
  random: true,
  rateLimits: true,
  resolvers: true,
  retention: true,
  rules: true,
  schema: true,
  settleTimeout: true,
  subscriptions: true,
  tracing: true,
  trustedProxy: true,
  wait: true,
  waitUntil: true,
};

/** Returns unknown keys of a config. Most are misspelled, and would otherwise be ignored silently. */
export function unknownKeysOf(config: object): string[] {
  return Object.keys(config).filter((key) => !Object.hasOwn(keys, key));
}
