import { z } from 'zod';
import type { ChannelsLimits } from '../../channels/index.ts';
import { defaultLimits } from '../../channels/internal.ts';
import { readTls, type Tls } from './read-tls.ts';
import { origins, seconds, wholeNumber } from './setting-shapes.ts';
import { SettingsError } from './settings-error.ts';

/** Settings of the embedded Channels server. */
export interface ChannelsSettings {
  /** Silence after which the server pings a client, in ms. */
  readonly activityTimeout?: number | undefined;
  readonly maxConnections?: number | undefined;
  readonly limits?: Partial<ChannelsLimits> | undefined;
  /** Origins whose pages may connect. Default: all. */
  readonly origins?: readonly string[] | undefined;
  readonly tls?: Tls | undefined;
}

/**
 * Parses limits such as `presenceMembers=500`, separated by commas.
 *
 * @throws {TypeError} whose message completes a sentence about the setting: `contains "…", which is not a limit. …`
 */
export function parseLimits(text: string): Partial<ChannelsLimits> {
  const limits: Partial<ChannelsLimits> = {};
  for (const pair of text.split(',')) {
    const [, name = '', value = ''] = /^\s*(\w+)\s*=\s*(\d+)\s*$/.exec(pair) ?? [];
    if (!isLimit(name) || Number(value) < 1)
      throw new TypeError(
        `contains "${pair}", which is not a limit. Use NAME=NUMBER, where NUMBER is above 0 and NAME is one of ${Object.keys(defaultLimits).join(', ')}`,
      );
    limits[name] = Number(value);
  }
  return limits;
}

function isLimit(name: string): name is keyof ChannelsLimits {
  return Object.hasOwn(defaultLimits, name);
}

const limits = z.string().transform((text, context) => {
  try {
    return parseLimits(text);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: (error as Error).message,
    });
    return z.NEVER;
  }
});

/** Environment variables that configure the embedded Channels server. */
export const channelsVariables = {
  CHANNELS_ACTIVITY_TIMEOUT: seconds.optional(),
  CHANNELS_MAX_CONNECTIONS: wholeNumber.optional(),
  CHANNELS_LIMITS: limits.optional(),
  CHANNELS_ORIGINS: origins.optional(),
  CHANNELS_TLS_CERT: z.string().optional(),
  CHANNELS_TLS_KEY: z.string().optional(),
};

/** @throws {SettingsError} for an invalid certificate or key. */
export function channelsSettingsOf(
  variables: z.infer<z.ZodObject<typeof channelsVariables>>,
): ChannelsSettings | undefined {
  const { CHANNELS_TLS_CERT: cert, CHANNELS_TLS_KEY: key } = variables;
  if ((cert === undefined) !== (key === undefined))
    throw new SettingsError(
      'Only one of CHANNELS_TLS_CERT and CHANNELS_TLS_KEY is set. Set both, or remove both.',
    );
  const settings: ChannelsSettings = {
    activityTimeout: variables.CHANNELS_ACTIVITY_TIMEOUT,
    maxConnections: variables.CHANNELS_MAX_CONNECTIONS,
    limits: variables.CHANNELS_LIMITS,
    origins: variables.CHANNELS_ORIGINS,
    tls: cert === undefined || key === undefined ? undefined : tlsOf(cert, key),
  };
  return Object.values(settings).some((each) => each !== undefined) ? settings : undefined;
}

function tlsOf(cert: string, key: string): Tls {
  try {
    return readTls(cert, key);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError(
      `CHANNELS_TLS_CERT and CHANNELS_TLS_KEY cannot be used: ${why.replace(/\.$/, '')}. Set them to the PEM files of a certificate and its private key.`,
      { cause },
    );
  }
}
