/** `graphql-pusher/config`: what `graphql-pusher dev` and `graphql-pusher start` serve, typed. */
import '../protocol/node-version.ts';

import type { GraphQLSchema } from 'graphql';
import type { GatewayOptions, GatewayResolvers, SubscriptionRules } from '../index.ts';

/** A gateway's options, without those that settings decide or the project's files hold. */
type ServedOptions = Partial<
  Omit<GatewayOptions, 'store' | 'transport' | 'typeDefs' | 'resolvers' | 'schema' | 'subscriptions'>
>;

/** What `graphql-pusher.config.ts` exports. All of it may be left out. */
export interface GatewayConfig extends ServedOptions {
  /**
   * Files and folders with SDL, relative to the config; or a schema made elsewhere. Default: `schema`, a folder of
   * `.graphql` and `.gql` files.
   */
  readonly schema?: string | readonly string[] | GraphQLSchema;
  /** Default: what `resolvers.ts` (or `.mts`, `.js`, `.mjs`) exports as `resolvers` or by default. */
  readonly resolvers?: GatewayResolvers | readonly GatewayResolvers[];
  /** `authorize` and `filter` by subscription field, for a schema made elsewhere. */
  readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
  /** A folder of files to serve at `/`, relative to the config. */
  readonly pages?: string;
}

/**
 * Types a config; gives it back as it is.
 *
 * @example
 * // graphql-pusher.config.ts
 * export default defineConfig({
 *   schema: ['schema', 'node_modules/our-types/schema.graphql'],
 *   rules: { publish: (_topic, viewer) => viewer.claims.role === 'backend' },
 * });
 */
export function defineConfig(config: GatewayConfig): GatewayConfig {
  return config;
}
