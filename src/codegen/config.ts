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
   * What to write.
   *
   * `channels`, for clients: an object `channels` with the topic channel of each subscription field that has one,
   * and the types of its arguments and of what it carries. The file needs `graphql-pusher/client` and nothing else.
   *
   * `topics`, for servers: a type `Topics` that says with what each subscription field is published.
   *
   * @defaultValue `'channels'`
   */
  output?: 'channels' | 'topics';
  /**
   * TypeScript types of custom scalars, as in the other plugins: a type (`'string'`), a type to import
   * (`'./scalars.ts#DateTime'`, `'./scalars.ts#Time as DateTime'`, `'./scalars.ts#default as DateTime'`), or one type
   * for what goes in and one for what comes out (`{ input, output }`). Payloads are JSON, so say what the scalar is
   * there. A scalar's own `extensions.codegenScalarType` holds where this says nothing.
   */
  scalars?: Readonly<Record<string, string | { readonly input: string; readonly output: string }>>;
  /**
   * The type of a scalar that `scalars` does not name.
   *
   * @defaultValue `'unknown'`; as an argument `'string | number | boolean'`, which is what a channel name can hold
   */
  defaultScalarType?: string;
  /**
   * Whether a scalar that `scalars` does not name is an error.
   *
   * @defaultValue `false`
   */
  strictScalars?: boolean;
  /**
   * `topics` only: the module of `typescript-resolvers`' types, as the written file imports it: `'./resolvers.ts'`.
   * Not needed when that plugin writes the same file. Without either, `event` is `unknown`.
   */
  resolvers?: string;
  /**
   * `channels` only: the module that has `topicChannel`.
   *
   * @defaultValue `'graphql-pusher/client'`
   */
  client?: string;
}

const mapping = z.union([z.string(), z.object({ input: z.string(), output: z.string() })]);

/** What other plugins share through the root `config` is in here too, so unknown keys are no mistake. */
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

/** @throws {Error} that names each wrong option. */
export function parseConfig(config: unknown): PluginConfig {
  const parsed = pluginConfig.safeParse(config ?? {});
  if (!parsed.success) throw new Error(`graphql-pusher/codegen: config: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
