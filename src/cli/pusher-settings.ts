import { z } from 'zod';
import { flag, port } from './setting-shapes.ts';
import { SettingsError } from './settings-error.ts';

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

/** What clients of a Pusher-compatible server use to reach it, as far as that differs from what the gateway uses. */
export interface PublicAddress {
  readonly publicHost?: string;
  readonly publicPort?: number;
  readonly publicUseTLS?: boolean;
}

const masterKey = z
  .base64({ error: 'is not base64' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'is not 32 bytes in base64; make one with: openssl rand -base64 32',
  });

const hostName = z.string().regex(/^[\w.:[\]-]+$/, { error: 'is not a host name' });

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
  PUSHER_CLUSTER: z
    .string()
    .regex(/^[\w-]+$/, { error: 'is not the name of a cluster, such as eu' })
    .optional(),
  PUSHER_HOST: hostName.optional(),
  PUSHER_PORT: port.optional(),
  PUSHER_USE_TLS: flag.default(true),
  PUSHER_PUBLIC_HOST: hostName.optional(),
  PUSHER_PUBLIC_PORT: port.optional(),
  PUSHER_PUBLIC_USE_TLS: flag.optional(),
  PUSHER_ENCRYPTION_MASTER_KEY: masterKey.optional(),
};

type PusherVariables = z.infer<z.ZodObject<typeof pusherVariables>>;

/** @throws {SettingsError} when only half of it is there. */
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

/** @throws {SettingsError} where there can be none. */
export function publicAddressOf(
  {
    PUSHER_PUBLIC_HOST: publicHost,
    PUSHER_PUBLIC_PORT: publicPort,
    PUSHER_PUBLIC_USE_TLS: publicUseTLS,
  }: PusherVariables,
  pusher: PusherSettings | undefined,
): PublicAddress | undefined {
  const address = {
    ...(publicHost === undefined ? {} : { publicHost }),
    ...(publicPort === undefined ? {} : { publicPort }),
    ...(publicUseTLS === undefined ? {} : { publicUseTLS }),
  };
  if (Object.keys(address).length === 0) return undefined;
  if (!pusher || pusher.host !== undefined) return address;
  throw new SettingsError('PUSHER_PUBLIC_* goes with PUSHER_HOST: clients know where hosted Pusher is.');
}
