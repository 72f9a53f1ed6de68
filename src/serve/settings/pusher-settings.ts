import { z } from 'zod';
import { urlHost } from '../../protocol/index.ts';
import { flag, hostName, pathPrefix, remotePort } from './setting-shapes.ts';
import { SettingsError } from './settings-error.ts';

interface KeyPair {
  readonly key: string;
  readonly secret: string;
}

/** Where hosted Pusher, or another server like it, is reached; absent: the embedded Channels server. */
export interface PusherSettings {
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
  /** Further key pairs with which webhooks may be signed. */
  readonly webhookKeys?: readonly KeyPair[] | undefined;
  readonly cluster?: string | undefined;
  readonly host?: string | undefined;
  /** By what name clients reach `host`, where that is another. `null`: by the one that they reach the gateway by. */
  readonly publicHost?: string | null | undefined;
  readonly port?: number | undefined;
  readonly useTLS: boolean;
  /** PEM: the one certificate that the server may have, whatever host it names. */
  readonly certificate?: string | undefined;
  readonly encryptionMasterKey?: string | undefined;
}

/** What clients of a Pusher-compatible server use to reach it, as far as that differs from what the gateway uses. */
export interface PublicAddress {
  readonly publicHost?: string;
  readonly publicPort?: number;
  readonly publicUseTLS?: boolean;
  /** What precedes `/app` in the path: `/ws`. */
  readonly publicPath?: string;
}

const masterKey = z
  .base64({ error: 'is not base64' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'is not 32 bytes in base64; make one with: openssl rand -base64 32',
  });

/** `KEY:SECRET`, several after commas. */
const keyPairs = z.string().transform((text, context): KeyPair[] => {
  const pairs = text.split(',').map((pair) => /^\s*([\w-]+):(\S+)\s*$/.exec(pair));
  if (pairs.every((pair) => pair !== null))
    return pairs.map(([, key = '', secret = '']) => ({ key, secret }));
  context.addIssue({ code: 'custom', message: 'is not KEY:SECRET, or several of these after commas' });
  return z.NEVER;
});

const pusherHost = hostName({ port: 'PUSHER_PORT', tls: 'PUSHER_USE_TLS' }).transform(urlHost);
const publicHost = hostName({
  port: 'PUSHER_PUBLIC_PORT',
  path: 'PUSHER_PUBLIC_PATH',
  tls: 'PUSHER_PUBLIC_USE_TLS',
}).transform(urlHost);

/** The variables of the environment that are about Pusher. */
export const pusherVariables = {
  PUSHER_APP_ID: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not an app id' })
    .optional(),
  PUSHER_APP_KEY: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not an app key' })
    .optional(),
  PUSHER_APP_SECRET: z.string().optional(),
  PUSHER_WEBHOOK_KEYS: keyPairs.optional(),
  PUSHER_CLUSTER: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not the name of a cluster, such as eu' })
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

/** @throws {SettingsError} when a part is missing, or two parts contradict each other. */
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
      `${missing.join(', ')} must be set as well, or no PUSHER_* at all for the embedded server.`,
    );
  }
  if (cluster === undefined && host === undefined) {
    throw new SettingsError(
      'PUSHER_CLUSTER (hosted Pusher) or PUSHER_HOST (another server) must be set as well.',
    );
  }
  if (cluster !== undefined && host !== undefined) {
    throw new SettingsError(
      'PUSHER_CLUSTER (hosted Pusher) and PUSHER_HOST (another server) are both set: remove the one that does not apply.',
    );
  }
  if (cluster !== undefined && variables.PUSHER_PORT !== undefined) {
    throw new SettingsError('PUSHER_PORT goes with PUSHER_HOST: remove it to use hosted Pusher.');
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

/** @throws {SettingsError} where there can be none. */
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
  throw new SettingsError('PUSHER_PUBLIC_* goes with PUSHER_HOST: clients know where hosted Pusher is.');
}
