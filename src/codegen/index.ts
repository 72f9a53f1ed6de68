/**
 * `graphql-pusher/codegen`: a plugin for GraphQL Code Generator. It writes typed topic channels for clients, or types for
 * `publish` on a server. See {@link PusherPluginConfig}.
 */
import '../protocol/node-version.ts';

import type { PluginFunction, PluginValidateFn, Types } from '@graphql-codegen/plugin-helpers';
import { channelsOutput } from './channels-output.ts';
import { type PusherPluginConfig, parseConfig } from './config.ts';
import { readSubscriptions } from './subscription-schema.ts';
import { topicsOutput } from './topics-output.ts';

export type { PusherPluginConfig } from './config.ts';

/** Called by GraphQL Code Generator. */
export const plugin: PluginFunction<PusherPluginConfig, Types.ComplexPluginOutput> = (
  schema,
  _documents,
  config,
  info,
) => {
  const parsed = parseConfig(config);
  const subscriptions = readSubscriptions(schema);
  if (parsed.output === 'channels') return channelsOutput(subscriptions, parsed);
  const besideResolvers =
    info?.allPlugins?.some((each) => Object.keys(each).some(isResolversPlugin)) ?? false;
  return topicsOutput(subscriptions, parsed, { besideResolvers });
};

/**
 * Called by GraphQL Code Generator before {@link plugin}.
 *
 * @throws {Error} for an invalid option, and for an invalid `@channel` with its file and line.
 */
export const validate: PluginValidateFn<PusherPluginConfig> = (schema, _documents, config) => {
  parseConfig(config);
  readSubscriptions(schema);
};

function isResolversPlugin(name: string): boolean {
  return name.replace('@graphql-codegen/', '') === 'typescript-resolvers';
}
