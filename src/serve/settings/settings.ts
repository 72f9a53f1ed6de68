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

/** Location of the store. */
export type StoreSettings = { readonly sqlite: string } | { readonly redis: string };

/** All settings that environment variables can set. */
export interface Settings {
  /** Port of the gateway. 0 selects a free port. */
  readonly port: number;
  /** Address that the gateway and the embedded Channels server listen on. */
  readonly host: string;
  /** How long an idle HTTP connection stays open, in ms. Default: 125,000. */
  readonly keepAliveTimeout?: number | undefined;
  /** Port of the embedded Channels server. 0 selects a free port. */
  readonly channelsPort: number;
  readonly channels?: ChannelsSettings | undefined;
  readonly store: StoreSettings;
  /** The secret that signs tokens. Default: generated once, and stored beside the store's file. */
  readonly jwtSecret?: string | undefined;
  /** Default: the embedded Channels server. */
  readonly pusher?: PusherSettings | undefined;
  /** How clients reach the Channels server, for example through a proxy. Default: as the gateway does. */
  readonly publicAddress?: PublicAddress | undefined;
  /** Allows introspection. Default: true, except in production with `pusher` set. */
  readonly introspection?: boolean | undefined;
  /** Serves GraphiQL. Default: true, except in production with `pusher` set. */
  readonly graphiql?: boolean | undefined;
  /** Origins whose pages may send requests with cookies. Default: any origin, without cookies. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Header in which a trusted proxy passes the client's address. Default: no proxy. */
  readonly trustedProxyHeader?: string | undefined;
  /** Serves the console to holders of an operator token. Default: true with the embedded Channels server. */
  readonly console?: boolean | undefined;
  /** Timeout of one execution for an event, in ms. Default: 5,000. */
  readonly executionTimeout?: number | undefined;
  /** Level of the log on stderr. Default: `info`. */
  readonly logLevel?: LogLevel | undefined;
  /** Default: `text` at a terminal, `json` otherwise. */
  readonly logFormat?: LogFormat | undefined;
  /** Serves `/metrics`. Default: false. */
  readonly metrics?: boolean | undefined;
  /** Bearer token that requests to `/metrics` must carry. Default: none. */
  readonly metricsToken?: string | undefined;
}

const store = z.string().transform((text, context): StoreSettings => {
  // Parsed here because an error of ioredis would contain the whole URL, with its password.
  if (/^rediss?:\/\//.test(text) && URL.canParse(text)) return { redis: text };
  const [, location] = /^sqlite:(.+)$/.exec(text) ?? [];
  if (location) return { sqlite: location };
  context.addIssue({
    code: 'custom',
    message: 'is not a store. Use sqlite:FILE, sqlite::memory: or redis://HOST',
  });
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
    .enum(['development', 'production'], { error: 'is not an environment. Use development or production' })
    .default('development'),
  INTROSPECTION: flag.optional(),
  GRAPHIQL: flag.optional(),
  CORS_ORIGINS: origins.optional(),
  TRUSTED_PROXY_HEADER: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not the name of a header. Use a name such as x-forwarded-for' })
    .optional(),
  CONSOLE: flag.optional(),
  EXECUTION_TIMEOUT: seconds.optional(),
  LOG_LEVEL: z
    .enum(logLevels, { error: `is not a log level. Use one of ${logLevels.join(', ')}` })
    .optional(),
  LOG_FORMAT: z
    .enum(logFormats, { error: `is not a log format. Use one of ${logFormats.join(', ')}` })
    .optional(),
  METRICS: flag.optional(),
  METRICS_TOKEN: z.string().optional(),
  ...pusherVariables,
});

/** The minimum that RFC 7518 requires for HS256. */
const minSecretBytes = 32;

/**
 * Reads settings from the environment, and from `.env` in the current folder for variables that are not set there.
 *
 * @throws {SettingsError} for an invalid setting. The message is one line: which setting, what is wrong, how to fix it.
 */
export function readSettings(variables: NodeJS.ProcessEnv = process.env, envFile = '.env'): Settings {
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  // An empty value counts as not set: a template for `.env` lists every setting.
  const given = Object.fromEntries(
    Object.entries({ ...fromFile, ...variables }).filter(([, value]) => value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? 'A setting');
    const place = variables[name] || fromFile[name] === undefined ? '' : `${envFile}: `;
    // A secret must not reach a log.
    const value = /SECRET|KEY|TOKEN/.test(name) ? '' : ` "${withoutCredentials(given[name] ?? '')}"`;
    throw new SettingsError(`${place}${name}${value} ${issue?.message ?? 'is invalid'}.`);
  }
  const { PORT, HOST, CHANNELS_PORT, STORE, JWT_SECRET, ...rest } = parsed.data;
  const pusher = pusherSettingsOf(rest);
  const isProduction = rest.GATEWAY_ENV === 'production';
  if (isProduction && JWT_SECRET !== undefined && Buffer.byteLength(JWT_SECRET) < minSecretBytes) {
    throw new SettingsError(
      `JWT_SECRET has fewer than ${minSecretBytes} bytes, so it can be guessed. Create a secret with: openssl rand -base64 32`,
    );
  }
  // Introspection and GraphiQL help attackers as well as developers.
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
