import type { GatewayOptions } from '../index.ts';
import { createLog, type Log, logErrors, logWhatHappens } from '../observability/index.ts';
import type { EmbeddedChannels } from './embedded-channels.ts';
import { type Settings, SettingsError } from './settings/index.ts';

/**
 * The log that the settings ask for, on stderr: what is printed for people goes to stdout. Who reads it at a terminal
 * is a person, too.
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

/** What a gateway tells of itself: to the log, to `/metrics`, to the console. */
export async function observabilityOf(
  { metrics, metricsToken, logLevel }: Settings,
  log: Log,
  channels: EmbeddedChannels | undefined,
): Promise<Pick<GatewayOptions, 'observe' | 'metrics' | 'channelsServer'>> {
  const { stats } = channels ?? {};
  return {
    // Else each line would be made for nothing.
    ...(logLevel === 'silent' ? {} : { observe: logWhatHappens(log) }),
    ...(stats ? { channelsServer: { stats } } : {}),
    ...(metrics ? { metrics: await metricsWith(metricsToken, stats) } : {}),
  };
}

async function metricsWith(token: string | undefined, stats: EmbeddedChannels['stats'] | undefined) {
  // Only here, so that prom-client need not be installed by those who do not use it.
  const { createMetrics } = await import('../observability/metrics/index.ts').catch((cause: unknown) => {
    throw new SettingsError('METRICS needs the package prom-client: npm install prom-client', { cause });
  });
  return createMetrics({
    processMetrics: true,
    ...(token === undefined ? {} : { token }),
    ...(stats ? { channels: stats } : {}),
  });
}
