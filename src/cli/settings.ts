import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type LogLevel, logLevels } from '../observability/create-log.ts';

/** Where hosted Pusher, or another server like it, is reached; absent: the embedded Channels server. */
export interface PusherSettings {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  readonly cluster?: string | undefined;
  readonly host?: string | undefined;
  /** By what name clients reach `host`, where that is another. `null`: by the one that they reach the gateway by. */
  readonly publicHost?: string | null | undefined;
  readonly port?: number | undefined;
  readonly useTLS: boolean;
  readonly encryptionMasterKey?: string | undefined;
}

/** Where the store is. */
export type StoreSettings = { readonly sqlite: string } | { readonly redis: string };

/** All that the environment decides. */
export interface Settings {
  /** Of the gateway. */
  readonly port: number;
  readonly host: string;
  /** Of the embedded Channels server. */
  readonly channelsPort: number;
  readonly store: StoreSettings;
  /** Absent: made once, and kept beside the store's file. */
  readonly jwtSecret?: string | undefined;
  readonly pusher?: PusherSettings | undefined;
  /** Whether the schema may be asked for, and GraphiQL is served. Default: unless it is production on a Pusher that is given. */
  readonly introspection?: boolean | undefined;
  readonly graphiql?: boolean | undefined;
  /** Origins whose pages may send cookies. Default: any origin, without cookies. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** In which header a proxy in front names the client's address. Default: there is no proxy. */
  readonly trustedProxyHeader?: string | undefined;
  /** Whether whoever holds a token that this server signs may open the console. Default: with the embedded server. */
  readonly console?: boolean | undefined;
  /** Of the log on stderr. Default `info`. */
  readonly logLevel?: LogLevel | undefined;
  /** Whether `/metrics` is served. Default: not. */
  readonly metrics?: boolean | undefined;
  /** What whoever asks for `/metrics` must show. */
  readonly metricsToken?: string | undefined;
}

/** A setting that cannot be used; the message is one line for whoever starts the server. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const port = z.coerce
  .number({ error: 'is not a number' })
  .int()
  .min(0)
  .max(65_535, { error: 'is not a port (0 to 65535)' });

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'is neither true nor false' })
  .transform((text) => text === 'true' || text === '1');

const origins = z.string().transform((text, context): string[] => {
  const all = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const wrong = all.find((each) => URL.parse(each)?.origin !== each);
  if (wrong === undefined) return all;
  context.addIssue({
    code: 'custom',
    message: `holds "${wrong}", which is no origin such as https://app.example`,
  });
  return z.NEVER;
});

const store = z.string().transform((text, context): StoreSettings => {
  if (/^rediss?:\/\//.test(text)) return { redis: text };
  const [, location] = /^sqlite:(.+)$/.exec(text) ?? [];
  if (location) return { sqlite: location };
  context.addIssue({ code: 'custom', message: 'is none of sqlite:FILE, sqlite::memory:, redis://HOST' });
  return z.NEVER;
});

const masterKey = z
  .base64({ error: 'is not base64' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'is not 32 bytes in base64; make one with: openssl rand -base64 32',
  });

const environment = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  CHANNELS_PORT: port.default(6001),
  STORE: store.default({ sqlite: '.data/gateway.db' }),
  JWT_SECRET: z.string().optional(),
  GATEWAY_ENV: z
    .enum(['development', 'production'], { error: 'is neither development nor production' })
    .default('development'),
  INTROSPECTION: flag.optional(),
  GRAPHIQL: flag.optional(),
  CORS_ORIGINS: origins.optional(),
  TRUSTED_PROXY_HEADER: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is no name of a header, such as x-forwarded-for' })
    .optional(),
  CONSOLE: flag.optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `is none of ${logLevels.join(', ')}` }).optional(),
  METRICS: flag.optional(),
  METRICS_TOKEN: z.string().optional(),
  PUSHER_APP_ID: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not an app id' })
    .optional(),
  PUSHER_APP_KEY: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not an app key' })
    .optional(),
  PUSHER_APP_SECRET: z.string().optional(),
  PUSHER_CLUSTER: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not the name of a cluster, such as eu' })
    .optional(),
  PUSHER_HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, { error: 'is not a host name' })
    .optional(),
  PUSHER_PORT: port.optional(),
  PUSHER_USE_TLS: flag.default(true),
  PUSHER_ENCRYPTION_MASTER_KEY: masterKey.optional(),
});

/** What HS256 asks for. */
const minSecretBytes = 32;

/**
 * Reads the settings from the environment and, for what is not there, from `.env` in the current folder.
 * @throws {SettingsError} with one line that names the setting and what is wrong with it.
 */
export function readSettings(variables: NodeJS.ProcessEnv = process.env, envFile = '.env'): Settings {
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  // `PUSHER_CLUSTER=` in a file that lists all settings means none.
  const given = Object.fromEntries(
    Object.entries({ ...fromFile, ...variables }).filter(([, value]) => value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? 'A setting');
    // A secret must not end up in a log.
    const value = /SECRET|KEY|TOKEN/.test(name) ? '' : ` "${withoutPassword(given[name] ?? '')}"`;
    throw new SettingsError(`${name}${value} ${issue?.message ?? 'cannot be used'}.`);
  }
  const { PORT, HOST, CHANNELS_PORT, STORE, JWT_SECRET, ...rest } = parsed.data;
  const pusher = pusherSettings(rest);
  const isProduction = rest.GATEWAY_ENV === 'production';
  if (isProduction && JWT_SECRET !== undefined && Buffer.byteLength(JWT_SECRET) < minSecretBytes) {
    throw new SettingsError(
      `JWT_SECRET has fewer than ${minSecretBytes} bytes, so it can be guessed; make one with: openssl rand -base64 32`,
    );
  }
  // What helps a developer helps an attacker.
  const isClosed = isProduction && pusher !== undefined;
  return {
    port: PORT,
    host: HOST,
    channelsPort: CHANNELS_PORT,
    store: STORE,
    jwtSecret: JWT_SECRET,
    pusher,
    introspection: rest.INTROSPECTION ?? (isClosed ? false : undefined),
    graphiql: rest.GRAPHIQL ?? (isClosed ? false : undefined),
    corsOrigins: rest.CORS_ORIGINS,
    trustedProxyHeader: rest.TRUSTED_PROXY_HEADER,
    console: rest.CONSOLE ?? (isProduction ? false : undefined),
    logLevel: rest.LOG_LEVEL,
    metrics: rest.METRICS,
    metricsToken: rest.METRICS_TOKEN,
  };
}

/** `redis://user:password@host` */
function withoutPassword(text: string): string {
  return text.replaceAll(/(\/\/[^/@]*:)[^/@]*@/g, '$1…@');
}

type PusherVariables = Pick<
  z.infer<typeof environment>,
  | 'PUSHER_APP_ID'
  | 'PUSHER_APP_KEY'
  | 'PUSHER_APP_SECRET'
  | 'PUSHER_CLUSTER'
  | 'PUSHER_HOST'
  | 'PUSHER_PORT'
  | 'PUSHER_USE_TLS'
  | 'PUSHER_ENCRYPTION_MASTER_KEY'
>;

function pusherSettings(variables: PusherVariables): PusherSettings | undefined {
  const { PUSHER_APP_ID: appId, PUSHER_APP_KEY: key, PUSHER_APP_SECRET: secret } = variables;
  const { PUSHER_CLUSTER: cluster, PUSHER_HOST: host } = variables;
  if (![appId, key, secret, cluster, host, variables.PUSHER_PORT].some((each) => each !== undefined))
    return undefined;
  if (appId === undefined || key === undefined || secret === undefined) {
    const missing = Object.entries({ PUSHER_APP_ID: appId, PUSHER_APP_KEY: key, PUSHER_APP_SECRET: secret })
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    throw new SettingsError(
      `${missing.join(', ')} must be set as well, or no PUSHER_* at all for the embedded server.`,
    );
  }
  if (cluster === undefined && host === undefined) {
    throw new SettingsError(
      'PUSHER_CLUSTER (hosted Pusher) or PUSHER_HOST (another server) must be set as well.',
    );
  }
  return {
    appId,
    key,
    secret,
    cluster,
    host,
    port: variables.PUSHER_PORT,
    useTLS: variables.PUSHER_USE_TLS,
    encryptionMasterKey: variables.PUSHER_ENCRYPTION_MASTER_KEY,
  };
}
