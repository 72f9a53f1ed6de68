import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type LogFormat, type LogLevel, logFormats, logLevels } from '../../observability/index.ts';
import { withoutCredentials } from '../../protocol/index.ts';
import { type ChannelsSettings, channelsSettingsOf, channelsVariables } from './channels-settings.ts';
import {
  type PublicAddress,
  type PusherSettings,
  publicAddressOf,
  pusherSettingsOf,
  pusherVariables,
} from './pusher-settings.ts';
import { flag, hostName, origins, port, seconds } from './setting-shapes.ts';
import { SettingsError } from './settings-error.ts';

export type { PublicAddress, PusherSettings } from './pusher-settings.ts';
export { SettingsError } from './settings-error.ts';

/** Where the store is. */
export type StoreSettings = { readonly sqlite: string } | { readonly redis: string };

/** All that the environment decides. */
export interface Settings {
  /** Of the gateway. */
  readonly port: number;
  readonly host: string;
  /** How long an idle HTTP connection stays open, in ms. Default 125,000. */
  readonly keepAliveTimeout?: number | undefined;
  /** Of the embedded Channels server. */
  readonly channelsPort: number;
  readonly channels?: ChannelsSettings | undefined;
  readonly store: StoreSettings;
  /** Absent: made once, and kept beside the store's file. */
  readonly jwtSecret?: string | undefined;
  readonly pusher?: PusherSettings | undefined;
  /** Of that server, or of the embedded one behind a proxy. Default: the gateway's own way. */
  readonly publicAddress?: PublicAddress | undefined;
  /** Whether the schema may be asked for, and GraphiQL is served. Default: unless it is production on a Pusher that is given. */
  readonly introspection?: boolean | undefined;
  readonly graphiql?: boolean | undefined;
  /** Origins whose pages may send cookies. Default: any origin, without cookies. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** In which header a proxy in front names the client's address. Default: there is no proxy. */
  readonly trustedProxyHeader?: string | undefined;
  /** Whether whoever holds a token that this server signs may open the console. Default: with the embedded server. */
  readonly console?: boolean | undefined;
  /** How long one execution for an event may take, in ms. Default 5,000. */
  readonly executionTimeout?: number | undefined;
  /** Of the log on stderr. Default `info`. */
  readonly logLevel?: LogLevel | undefined;
  /** Default: `text` at a terminal, else `json`. */
  readonly logFormat?: LogFormat | undefined;
  /** Whether `/metrics` is served. Default: not. */
  readonly metrics?: boolean | undefined;
  /** What whoever asks for `/metrics` must show. */
  readonly metricsToken?: string | undefined;
}

const store = z.string().transform((text, context): StoreSettings => {
  // ioredis would tell the whole of what it cannot read, with its password.
  if (/^rediss?:\/\//.test(text) && URL.canParse(text)) return { redis: text };
  const [, location] = /^sqlite:(.+)$/.exec(text) ?? [];
  if (location) return { sqlite: location };
  context.addIssue({ code: 'custom', message: 'is none of sqlite:FILE, sqlite::memory:, redis://HOST' });
  return z.NEVER;
});

const environment = z.object({
  PORT: port.default(4000),
  HOST: hostName({ port: 'PORT' })
    .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
    .default('127.0.0.1'),
  KEEP_ALIVE_TIMEOUT: seconds.optional(),
  CHANNELS_PORT: port.default(6001),
  ...channelsVariables,
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
  EXECUTION_TIMEOUT: seconds.optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `is none of ${logLevels.join(', ')}` }).optional(),
  LOG_FORMAT: z.enum(logFormats, { error: `is none of ${logFormats.join(', ')}` }).optional(),
  METRICS: flag.optional(),
  METRICS_TOKEN: z.string().optional(),
  ...pusherVariables,
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
    const value = /SECRET|KEY|TOKEN/.test(name) ? '' : ` "${withoutCredentials(given[name] ?? '')}"`;
    throw new SettingsError(`${name}${value} ${issue?.message ?? 'cannot be used'}.`);
  }
  const { PORT, HOST, CHANNELS_PORT, STORE, JWT_SECRET, ...rest } = parsed.data;
  const pusher = pusherSettingsOf(rest);
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
    keepAliveTimeout: rest.KEEP_ALIVE_TIMEOUT,
    channelsPort: CHANNELS_PORT,
    channels: pusher ? undefined : channelsSettingsOf(rest),
    store: STORE,
    jwtSecret: JWT_SECRET,
    pusher,
    publicAddress: publicAddressOf(rest, pusher),
    introspection: rest.INTROSPECTION ?? (isClosed ? false : undefined),
    graphiql: rest.GRAPHIQL ?? (isClosed ? false : undefined),
    corsOrigins: rest.CORS_ORIGINS,
    trustedProxyHeader: rest.TRUSTED_PROXY_HEADER,
    console: rest.CONSOLE ?? (isProduction ? false : undefined),
    executionTimeout: rest.EXECUTION_TIMEOUT,
    logLevel: rest.LOG_LEVEL,
    logFormat: rest.LOG_FORMAT,
    metrics: rest.METRICS,
    metricsToken: rest.METRICS_TOKEN,
  };
}
