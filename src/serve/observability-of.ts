import type { GatewayOptions } from '../index.ts';
import { createLog, type Log, logErrors, logWhatHappens } from '../observability/index.ts';
import type { EmbeddedChannels } from './embedded-channels.ts';
import { type Settings, SettingsError } from './settings/index.ts';

/**
 * Creates the log that the settings describe. It writes to stderr, because stdout is for a command's output. At a
 * terminal the default format is text.
 */
export function logOf({
  logLevel = 'info',
  logFormat = process.stderr.isTTY ? 'text' : 'json',
}: Settings): Log & { onError(error: unknown, where: string): void } {
  const log = createLog({ level: logLevel, format: logFormat });
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    onError: logErrors(log),
  };
}

/** Gateway options for the log, `/metrics` and the console. */
export async function observabilityOf(
  { metrics, metricsToken, logLevel }: Settings,
  log: Log,
  channels: EmbeddedChannels | undefined,
): Promise<Pick<GatewayOptions, 'observe' | 'metrics' | 'channelsServer'>> {
  const { stats } = channels ?? {};
  return {
    // A silent log would discard each line after formatting it.
    ...(logLevel === 'silent' ? {} : { observe: logWhatHappens(log) }),
    ...(stats ? { channelsServer: { stats } } : {}),
    ...(metrics ? { metrics: await metricsWith(metricsToken, stats) } : {}),
  };
}

async function metricsWith(token: string | undefined, stats: EmbeddedChannels['stats'] | undefined) {
  // Imported on demand: prom-client is an optional peer dependency.
  const { createMetrics } = await import('../observability/metrics/index.ts').catch((cause: unknown) => {
    throw new SettingsError(
      'METRICS needs the package prom-client. Install it with: npm install prom-client',
      { cause },
    );
  });
  return createMetrics({
    processMetrics: true,
    ...(token === undefined ? {} : { token }),
    ...(stats ? { channels: stats } : {}),
  });
}
