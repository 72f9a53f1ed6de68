import { z } from 'zod';

/**
 * Configuration of `graphql-pusher/codegen`.
 *
 * @example
 * generates: {
 *   'page/generated/channels.ts': { plugins: ['graphql-pusher/codegen'], config: { scalars: { DateTime: 'string' } } },
 *   'server/generated/topics.ts': {
 *     plugins: ['graphql-pusher/codegen'],
 *     config: { output: 'topics', resolvers: './resolvers.ts' },
 *   },
 * }
 */
export interface PusherPluginConfig {
  /**
   * The kind of output.
   *
   * `channels`, for clients: an object `channels` with the topic channel of each subscription field that has one, and the
   * types of its arguments and payload. The file imports only `graphql-pusher/client`.
   *
   * `topics`, for servers: a type `Topics` with the arguments and the event of each subscription field, for `publish`.
   *
   * @defaultValue `'channels'`
   */
  output?: 'channels' | 'topics';
  /**
   * TypeScript types of custom scalars, as in the other plugins: a type (`'string'`), a type to import
   * (`'./scalars.ts#DateTime'`, `'./scalars.ts#Time as DateTime'`, `'./scalars.ts#default as DateTime'`), or one type
   * for arguments and one for payloads (`{ input, output }`). Payloads are JSON, so give the type of the scalar in JSON.
   * For other scalars, the plugin uses `extensions.codegenScalarType` of the scalar.
   */
  scalars?: Readonly<Record<string, string | { readonly input: string; readonly output: string }>>;
  /**
   * Type of scalars that are not in `scalars`.
   *
   * @defaultValue `'unknown'`; for an argument `'string | number | boolean'`, the types that a channel name can contain
   */
  defaultScalarType?: string;
  /**
   * Reports an error for scalars that are not in `scalars`.
   *
   * @defaultValue `false`
   */
  strictScalars?: boolean;
  /**
   * `topics` only: module with the types of `typescript-resolvers`, as the generated file imports it: `'./resolvers.ts'`.
   * Not needed if that plugin writes the same file. Without these types, `event` is `unknown`.
   */
  resolvers?: string;
  /**
   * `channels` only: module that exports `topicChannel`.
   *
   * @defaultValue `'graphql-pusher/client'`
   */
  client?: string;
}

const mapping = z.union([z.string(), z.object({ input: z.string(), output: z.string() })]);

/** Ignores unknown keys, because plugins share the root `config`. */
const pluginConfig = z.object({
  output: z.enum(['channels', 'topics']).default('channels'),
  scalars: z.record(z.string(), mapping).default({}),
  defaultScalarType: z.string().optional(),
  strictScalars: z.boolean().default(false),
  resolvers: z.string().optional(),
  client: z.string().default('graphql-pusher/client'),
});

/** {@link PusherPluginConfig} with its defaults. */
export type PluginConfig = z.infer<typeof pluginConfig>;

/** @throws {Error} that names each invalid option. */
export function parseConfig(config: unknown): PluginConfig {
  const parsed = pluginConfig.safeParse(config ?? {});
  if (!parsed.success) throw new Error(`graphql-pusher/codegen: config: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
