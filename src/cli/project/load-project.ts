import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSchema } from 'graphql';
import { z } from 'zod';
import type { GatewayConfig } from '../../config/index.ts';
import type { GatewayResolvers } from '../../index.ts';
import type { ServeOptions } from '../../serve/index.ts';
import { unknownKeysOf } from './config-keys.ts';
import { importFile } from './import-file.ts';
import { ProjectError } from './problem.ts';
import { findSchemaFiles, readSchemaFiles } from './schema-files.ts';

const extensions = ['ts', 'mts', 'js', 'mjs'] as const;
const configNames = extensions.map((each) => `graphql-pusher.config.${each}`);
const resolversNames = extensions.map((each) => `resolvers.${each}`);

/** Files that the command line reads if they exist, relative to the project. */
export const conventionalFiles: readonly string[] = [...configNames, ...resolversNames];

/** A loaded project. */
export interface Project {
  readonly options: ServeOptions;
  /** Files and folders with SDL. Paths are absolute. */
  readonly schemaPaths: readonly string[];
}

const resolversShape = z.union(
  [z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))],
  {
    error: 'is not a resolver map. Use an object, or an array of objects',
  },
);

const functionShape = z.custom((value) => typeof value === 'function', { error: 'is not a function' });

/** The keys that are validated here. The gateway validates the others. */
const configShape = z.looseObject(
  {
    schema: z
      .union([z.string(), z.array(z.string()), z.custom(isSchema)], {
        error: 'is not a schema. Use a path, an array of paths or a GraphQLSchema',
      })
      .optional(),
    resolvers: resolversShape.optional(),
    pages: z.string({ error: 'is not a folder. Use a path' }).optional(),
    authenticate: functionShape.optional(),
    context: functionShape.optional(),
  },
  { error: 'exports no config. Export it as "config" or as the default export' },
);

/**
 * Loads the project in a folder: `graphql-pusher.config.ts`, `schema/**` and `resolvers.ts`.
 *
 * @throws {ProjectError} with every problem and its place.
 */
export async function loadProject(folder: string, loaded: ReadonlySet<string> = new Set()): Promise<Project> {
  const { schema = 'schema', resolvers, pages, subscriptions, ...rest } = await readConfig(folder, loaded);
  const options = { ...rest, ...(pages ? { pages: resolve(folder, pages) } : {}) };
  if (isSchema(schema))
    return { options: { ...options, schema, ...(subscriptions && { subscriptions }) }, schemaPaths: [] };
  const paths = [schema].flat();
  const files = findSchemaFiles(folder, paths);
  if (files.length === 0) {
    const message = `there is no schema. Add .graphql files to ${join(folder, paths[0] ?? 'schema')}, or create a project with "graphql-pusher init"`;
    throw new ProjectError([{ message }]);
  }
  const typeDefs = readSchemaFiles(folder, files);
  const found = resolvers ?? (await readResolvers(folder, loaded));
  return {
    options: {
      ...{ ...options, typeDefs },
      ...(found && { resolvers: found }),
      ...(subscriptions && { subscriptions }),
    },
    schemaPaths: paths.map((each) => resolve(folder, each)),
  };
}

async function readConfig(folder: string, loaded: ReadonlySet<string>): Promise<GatewayConfig> {
  const name = configNames.find((each) => existsSync(join(folder, each)));
  if (!name) return {};
  const { default: byDefault, config = byDefault } = await importFile(folder, join(folder, name), loaded);
  const parsed = configShape.safeParse(config);
  const problems = parsed.success
    ? unknownKeysOf(parsed.data).map((key) => `"${key}" is not an option of a config. Correct or remove it`)
    : parsed.error.issues.map(({ path, message }) => [path.join('.'), message].join(' ').trim());
  // The gateway validates its own options.
  if (problems.length === 0) return config as GatewayConfig;
  throw new ProjectError(problems.map((message) => ({ file: name, message })));
}

async function readResolvers(
  folder: string,
  loaded: ReadonlySet<string>,
): Promise<GatewayResolvers | GatewayResolvers[] | undefined> {
  const name = resolversNames.find((each) => existsSync(join(folder, each)));
  if (!name) return undefined;
  const { default: byDefault, resolvers = byDefault } = await importFile(folder, join(folder, name), loaded);
  const parsed = resolversShape.safeParse(resolvers);
  if (!parsed.success)
    throw new ProjectError([
      { file: name, message: 'exports no resolvers. Export them as "resolvers" or as the default export' },
    ]);
  return resolvers as GatewayResolvers | GatewayResolvers[];
}
