import { z } from 'zod';
import { urlHost } from '../../protocol/index.ts';
import { flag, hostName, pathPrefix, remotePort } from './setting-shapes.ts';
import { SettingsError } from './settings-error.ts';

interface KeyPair {
  readonly key: string;
  readonly secret: string;
}

/** How the gateway reaches hosted Pusher or another Channels server. */
export interface PusherSettings {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** Additional key pairs that webhooks may be signed with. */
  readonly webhookKeys?: readonly KeyPair[] | undefined;
  readonly cluster?: string | undefined;
  readonly host?: string | undefined;
  /** Host name that clients use, if it differs from `host`. `null`: the host name of the client's own request. */
  readonly publicHost?: string | null | undefined;
  readonly port?: number | undefined;
  readonly useTLS: boolean;
  /** PEM of the only certificate to accept from the server. Its host name is not checked. */
  readonly certificate?: string | undefined;
  readonly encryptionMasterKey?: string | undefined;
}

/** How clients reach a Channels server, where that differs from how the gateway reaches it. */
export interface PublicAddress {
  readonly publicHost?: string;
  readonly publicPort?: number;
  readonly publicUseTLS?: boolean;
  /** Path before `/app`: `/ws`. */
  readonly publicPath?: string;
}

const masterKey = z
  .base64({ error: 'is not base64. Create a key with: openssl rand -base64 32' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'is not 32 bytes in base64. Create a key with: openssl rand -base64 32',
  });

/** `KEY:SECRET` pairs, separated by commas. */
const keyPairs = z.string().transform((text, context): KeyPair[] => {
  const pairs = text.split(',').map((pair) => /^\s*([\w-]+):(\S+)\s*$/.exec(pair));
  if (pairs.every((pair) => pair !== null))
    return pairs.map(([, key = '', secret = '']) => ({ key, secret }));
  context.addIssue({
    code: 'custom',
    message: 'is not a list of key pairs. Use KEY:SECRET, separated by commas',
  });
  return z.NEVER;
});

const pusherHost = hostName({ port: 'PUSHER_PORT', tls: 'PUSHER_USE_TLS' }).transform(urlHost);
const publicHost = hostName({
  port: 'PUSHER_PUBLIC_PORT',
  path: 'PUSHER_PUBLIC_PATH',
  tls: 'PUSHER_PUBLIC_USE_TLS',
}).transform(urlHost);

/** Environment variables that configure Pusher. */
export const pusherVariables = {
  PUSHER_APP_ID: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not an app id. Copy it from the app keys in the Pusher dashboard' })
    .optional(),
  PUSHER_APP_KEY: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not an app key. Copy it from the app keys in the Pusher dashboard' })
    .optional(),
  PUSHER_APP_SECRET: z.string().optional(),
  PUSHER_WEBHOOK_KEYS: keyPairs.optional(),
  PUSHER_CLUSTER: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not the name of a cluster. Use a name such as eu' })
    .optional(),
  PUSHER_HOST: pusherHost.optional(),
  PUSHER_PORT: remotePort.optional(),
  PUSHER_USE_TLS: flag.default(true),
  PUSHER_PUBLIC_HOST: publicHost.optional(),
  PUSHER_PUBLIC_PORT: remotePort.optional(),
  PUSHER_PUBLIC_PATH: pathPrefix.optional(),
  PUSHER_PUBLIC_USE_TLS: flag.optional(),
  PUSHER_ENCRYPTION_MASTER_KEY: masterKey.optional(),
};

type PusherVariables = z.infer<z.ZodObject<typeof pusherVariables>>;

/** @throws {SettingsError} when a setting is missing, or two settings contradict each other. */
export function pusherSettingsOf(variables: PusherVariables): PusherSettings | undefined {
  const { PUSHER_APP_ID: appId, PUSHER_APP_KEY: key, PUSHER_APP_SECRET: secret } = variables;
  const { PUSHER_CLUSTER: cluster, PUSHER_HOST: host } = variables;
  if (![appId, key, secret, cluster, host, variables.PUSHER_PORT].some((each) => each !== undefined))
    return undefined;
  if (appId === undefined || key === undefined || secret === undefined) {
    const missing = Object.entries({ PUSHER_APP_ID: appId, PUSHER_APP_KEY: key, PUSHER_APP_SECRET: secret })
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    throw new SettingsError(
      `${missing.join(', ')} must be set as well. To use the embedded Channels server, remove every PUSHER_* setting.`,
    );
  }
  if (cluster === undefined && host === undefined) {
    throw new SettingsError(
      'PUSHER_CLUSTER (hosted Pusher) or PUSHER_HOST (another Channels server) must be set as well.',
    );
  }
  if (cluster !== undefined && host !== undefined) {
    throw new SettingsError(
      'PUSHER_CLUSTER (hosted Pusher) and PUSHER_HOST (another Channels server) are both set. Remove the one that does not apply.',
    );
  }
  if (cluster !== undefined && variables.PUSHER_PORT !== undefined) {
    throw new SettingsError('PUSHER_PORT applies to PUSHER_HOST only. Remove it to use hosted Pusher.');
  }
  return {
    appId,
    key,
    secret,
    webhookKeys: variables.PUSHER_WEBHOOK_KEYS,
    cluster,
    host,
    port: variables.PUSHER_PORT,
    useTLS: variables.PUSHER_USE_TLS,
    encryptionMasterKey: variables.PUSHER_ENCRYPTION_MASTER_KEY,
  };
}

/** @throws {SettingsError} for hosted Pusher, which has no other address. */
export function publicAddressOf(
  {
    PUSHER_PUBLIC_HOST: publicHost,
    PUSHER_PUBLIC_PORT: publicPort,
    PUSHER_PUBLIC_USE_TLS: publicUseTLS,
    PUSHER_PUBLIC_PATH: publicPath,
  }: PusherVariables,
  pusher: PusherSettings | undefined,
): PublicAddress | undefined {
  const address = {
    ...(publicHost === undefined ? {} : { publicHost }),
    ...(publicPort === undefined ? {} : { publicPort }),
    ...(publicUseTLS === undefined ? {} : { publicUseTLS }),
    ...(publicPath === undefined ? {} : { publicPath }),
  };
  if (Object.keys(address).length === 0) return undefined;
  if (!pusher || pusher.host !== undefined) return address;
  throw new SettingsError(
    'PUSHER_PUBLIC_* applies to PUSHER_HOST only, because clients reach hosted Pusher by its cluster. Remove PUSHER_PUBLIC_*.',
  );
}
