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

/** Files that would be read if they were there, relative to the project. */
export const conventionalFiles: readonly string[] = [...configNames, ...resolversNames];

/** A project as it is to be served, and what it was made of. */
export interface Project {
  readonly options: ServeOptions;
  /** Files and folders of SDL, absolute. */
  readonly schemaPaths: readonly string[];
}

const resolversShape = z.union(
  [z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))],
  {
    error: 'is no map of resolvers',
  },
);

const functionShape = z.custom((value) => typeof value === 'function', { error: 'is no function' });

/** What is looked into here; the rest goes to the gateway, which checks it. */
const configShape = z.looseObject(
  {
    schema: z
      .union([z.string(), z.array(z.string()), z.custom(isSchema)], {
        error: 'is neither files nor folders nor a GraphQLSchema',
      })
      .optional(),
    resolvers: resolversShape.optional(),
    pages: z.string({ error: 'is no folder' }).optional(),
    authenticate: functionShape.optional(),
    context: functionShape.optional(),
  },
  { error: 'exports no config' },
);

/**
 * Reads what there is in a folder: `graphql-pusher.config.ts`, `schema/**`, `resolvers.ts`.
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
    const message = `there is no schema: put .graphql files into ${join(folder, paths[0] ?? 'schema')}, or begin with "graphql-pusher init"`;
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
    ? unknownKeysOf(parsed.data).map((key) => `"${key}" is no option of a config`)
    : parsed.error.issues.map(({ path, message }) => [path.join('.'), message].join(' ').trim());
  // Checked as far as this file goes; the gateway's own options are the gateway's to check.
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
      { file: name, message: 'exports no resolvers, neither by that name nor by default' },
    ]);
  return resolvers as GatewayResolvers | GatewayResolvers[];
}
