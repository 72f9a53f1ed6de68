/** `graphql-pusher channels`: runs a Channels server without a gateway. */

import { Command, InvalidArgumentError, Option } from 'commander';
import {
  type ChannelsApp,
  type ChannelsLimits,
  createChannelsServer,
  type WebhookTarget,
} from '../../../channels/index.ts';
import { defaultLimits } from '../../../channels/internal.ts';
import { parseLimits, readTls, type Tls } from '../../../serve/settings/index.ts';
import {
  CommandFailure,
  createPrinter,
  exitCodesHelp,
  failing,
  waitForShutdownSignal,
} from '../../terminal/index.ts';

/** The flags as commander parses them. */
interface Flags {
  port: number;
  host: string;
  app: Pick<ChannelsApp, 'id' | 'key' | 'secret' | 'keys'>[];
  key: Flags['app'];
  origin?: string[];
  limit?: Partial<ChannelsLimits>;
  maxConnections?: number;
  metrics: boolean;
  metricsToken?: string;
  webhook: WebhookTarget[];
  clientEvents: boolean;
  userAuthentication: boolean;
  subscriptionCount: boolean;
  authorizedConnections?: number;
  activityTimeout?: number;
  tlsCert?: string;
  tlsKey?: string;
  json?: boolean;
}

const help = `
Gateways connect to it with PUSHER_APP_ID, PUSHER_APP_KEY, PUSHER_APP_SECRET, PUSHER_HOST, PUSHER_PORT and
PUSHER_USE_TLS=false.

Examples:
  $ graphql-pusher channels --app app:key:secret
  $ graphql-pusher channels --app app:key:secret --webhook http://localhost:4000/pusher/webhook
  $ graphql-pusher channels --app app:key:secret --host 0.0.0.0 --port 443 --tls-cert cert.pem --tls-key key.pem
  $ graphql-pusher channels --app test:test:test --port 0 --json | jq -r .url
${exitCodesHelp}`;

/** `graphql-pusher channels`. Every feature is on by default, so that developers can try it. */
export function channelsCommand(): Command {
  return (
    new Command('channels')
      .description(
        'Run a server for the Pusher Channels protocol: WebSockets, HTTP API and webhooks on one port.',
      )
      .addOption(
        new Option('--port <port>', 'port to listen on; 0 selects a free port')
          .env('PORT')
          .default(6001)
          .argParser(parsePort),
      )
      .option('--host <host>', 'address to listen on', '127.0.0.1')
      .requiredOption('--app <id:key:secret>', 'an app; repeat the option for several apps', parseApp)
      .option(
        '--key <id:key:secret>',
        'an additional key pair of an app, for key rotation; repeat the option for several',
        parseApp,
        [],
      )
      .option(
        '--webhook <url>',
        'URL that receives the webhooks of every app; repeat the option for several',
        parseWebhook,
        [],
      )
      .option('--no-client-events', 'reject client events')
      .option('--no-user-authentication', 'reject user authentication')
      // Off for a new app of hosted Pusher. Here every feature is on by default.
      .option('--subscription-count', 'report subscription counts to subscribers and webhooks', true)
      .option('--no-subscription-count', 'do not report subscription counts')
      .option(
        '--authorized-connections <seconds>',
        'close connections that have not authorized within this time',
        parseSeconds,
      )
      .option(
        '--activity-timeout <seconds>',
        'silence after which the server pings a client (default: 120)',
        parseSeconds,
      )
      .option(
        '--origin <origin>',
        'origin whose pages may connect, such as https://app.example; repeat the option for several (default: all)',
        parseOrigin,
      )
      .option(
        '--limit <name=number>',
        `override a limit of Pusher (${Object.keys(defaultLimits).join(', ')}); repeat the option for several`,
        parseLimit,
      )
      .option('--max-connections <n>', 'maximum number of connected clients', parseCount)
      .option('--no-metrics', 'do not serve /metrics')
      .addOption(
        new Option('--metrics-token <token>', 'bearer token that requests to /metrics must carry').env(
          'METRICS_TOKEN',
        ),
      )
      .option('--tls-cert <file>', 'serve over TLS with this certificate (PEM); needs --tls-key')
      .option('--tls-key <file>', 'the private key of the certificate (PEM)')
      .option('--json', 'print the address as one JSON document')
      .addHelpText('after', help)
      .action(failing(run))
  );
}

async function run(flags: Flags): Promise<void> {
  const { clientEvents, userAuthentication, subscriptionCount, authorizedConnections } = flags;
  const { limit: limits, origin: origins } = flags;
  const shared = {
    ...{ clientEvents, userAuthentication, subscriptionCount, authorizedConnections },
    ...{ limits, origins },
  };
  const server = createChannelsServer({
    apps: appsOf(flags).map((app) => ({ ...app, ...shared, webhooks: flags.webhook })),
    activityTimeout: flags.activityTimeout,
    tls: tlsOf(flags),
    maxConnections: flags.maxConnections,
    metrics: flags.metrics && (flags.metricsToken ? { token: flags.metricsToken } : true),
    onError: (error) => console.error(error instanceof Error ? error.message : String(error)),
  });
  const { url, host, port } = await server.listen({ port: flags.port, host: flags.host });
  const apps = flags.app.map(({ id, key }) => ({ id, key }));
  createPrinter(flags.json === true).print({ url, host, port, apps }, `Channels server listening on ${url}`);
  await waitForShutdownSignal();
  await server.close();
}

/** @throws {CommandFailure} for an invalid certificate or key. */
function tlsOf({ tlsCert, tlsKey }: Flags): Tls | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CommandFailure(
      'Only one of --tls-cert and --tls-key is given. Give both, or neither.',
      'unusable',
    );
  try {
    return readTls(tlsCert, tlsKey);
  } catch (error) {
    // `failing` formats the system's own errors.
    if ((error as NodeJS.ErrnoException).syscall) throw error;
    throw new CommandFailure((error as Error).message, 'unusable', { cause: error });
  }
}

/** Adds the additional key pairs to their apps. @throws {CommandFailure} for a key pair of an unknown app. */
function appsOf({ app: apps, key: pairs }: Pick<Flags, 'app' | 'key'>): Flags['app'] {
  const stray = pairs.find(({ id }) => !apps.some((app) => app.id === id));
  if (stray)
    throw new CommandFailure(
      `--key names the app ${stray.id}, but no --app has that id. Add --app ${stray.id}:KEY:SECRET, or correct --key.`,
      'unusable',
    );
  return apps.map((app) => ({
    ...app,
    keys: pairs.filter(({ id }) => id === app.id).map(({ key, secret }) => ({ key, secret })),
  }));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Use a number from 0 to 65535.');
  return port;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Use a whole number above 0.');
  return Number(text);
}

function parseOrigin(text: string, previous: string[] = []): string[] {
  if (URL.parse(text)?.origin !== text)
    throw new InvalidArgumentError('Use an origin, such as https://app.example.');
  return [...previous, text];
}

function parseLimit(text: string, previous: Partial<ChannelsLimits> = {}): Partial<ChannelsLimits> {
  try {
    return { ...previous, ...parseLimits(text) };
  } catch (error) {
    throw new InvalidArgumentError(`It ${(error as Error).message}.`);
  }
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('Use a number of seconds above 0.');
  return seconds * 1_000;
}

function parseApp(text: string, previous: Flags['app'] = []): Flags['app'] {
  const [id, key, secret, ...rest] = text.split(':');
  if (!id || !key || !secret || rest.length > 0)
    throw new InvalidArgumentError('Use ID:KEY:SECRET, such as app:key:secret.');
  return [...previous, { id, key, secret }];
}

function parseWebhook(text: string, previous: WebhookTarget[]): WebhookTarget[] {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new InvalidArgumentError('Use a URL that begins with http:// or https://.');
  return [...previous, { url: text }];
}
