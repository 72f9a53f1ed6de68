/** `graphql-pusher/config`: types the config of a project that `graphql-pusher dev` and `start` serve. */
import '../protocol/node-version.ts';

import type { GraphQLSchema } from 'graphql';
import type { GatewayOptions, GatewayResolvers, SubscriptionRules } from '../index.ts';

/** Gateway options, except those that settings or the project's files determine. */
type ServedOptions = Partial<
  Omit<GatewayOptions, 'store' | 'transport' | 'typeDefs' | 'resolvers' | 'schema' | 'subscriptions'>
>;

/** The export of `graphql-pusher.config.ts`. Every option is optional. */
export interface GatewayConfig extends ServedOptions {
  /**
   * Files and folders with SDL, relative to the config, or a `GraphQLSchema`. Default: the `.graphql` and `.gql` files in
   * the folder `schema`.
   */
  readonly schema?: string | readonly string[] | GraphQLSchema;
  /** Default: the export `resolvers`, or the default export, of `resolvers.ts` (or `.mts`, `.js`, `.mjs`). */
  readonly resolvers?: GatewayResolvers | readonly GatewayResolvers[];
  /** `authorize` and `filter` by subscription field, for a `GraphQLSchema`. */
  readonly subscriptions?: Readonly<Record<string, SubscriptionRules>>;
  /** Folder of static files to serve at `/`, relative to the config. */
  readonly pages?: string;
}

/**
 * Returns the config unchanged, and checks its type.
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
