/** `graphql-pusher channels`: a Channels server by itself. */

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

/** The flags as commander hands them over. */
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
Gateways find it by PUSHER_APP_ID, PUSHER_APP_KEY, PUSHER_APP_SECRET, PUSHER_HOST, PUSHER_PORT and PUSHER_USE_TLS=false.

Examples:
  $ graphql-pusher channels --app app:key:secret
  $ graphql-pusher channels --app app:key:secret --webhook http://localhost:4000/pusher/webhook
  $ graphql-pusher channels --app app:key:secret --host 0.0.0.0 --port 443 --tls-cert cert.pem --tls-key key.pem
  $ graphql-pusher channels --app test:test:test --port 0 --json | jq -r .url
${exitCodesHelp}`;

/** `graphql-pusher channels`: everything on that a developer may want to try. */
export function channelsCommand(): Command {
  return (
    new Command('channels')
      .description(
        'Run a server of the Pusher Channels protocol: WebSockets, HTTP API and webhooks on one port.',
      )
      .addOption(
        new Option('--port <port>', 'port to listen on; 0 takes a free one')
          .env('PORT')
          .default(6001)
          .argParser(parsePort),
      )
      .option('--host <host>', 'address to listen on', '127.0.0.1')
      .requiredOption('--app <id:key:secret>', 'an app; repeat for several', parseApp)
      .option(
        '--key <id:key:secret>',
        'a further key pair of an app, while a key is being replaced; repeat for several',
        parseApp,
        [],
      )
      .option('--webhook <url>', 'where the webhooks of every app go; repeat for several', parseWebhook, [])
      .option('--no-client-events', 'refuse events of clients')
      .option('--no-user-authentication', 'refuse sign-ins')
      // A new app of hosted Pusher has counting off. Here every feature that can be tried is on.
      .option('--subscription-count', 'count subscribers, for them and for webhooks', true)
      .option('--no-subscription-count', 'do not count subscribers')
      .option(
        '--authorized-connections <seconds>',
        'close connections that are not authorized in time',
        parseSeconds,
      )
      .option('--activity-timeout <seconds>', 'silence before a ping (default: 120)', parseSeconds)
      .option(
        '--origin <origin>',
        'whose pages may connect, as in https://app.example; repeat for several (default: all)',
        parseOrigin,
      )
      .option(
        '--limit <name=number>',
        `another limit than Pusher has (${Object.keys(defaultLimits).join(', ')}); repeat for several`,
        parseLimit,
      )
      .option('--max-connections <n>', 'how many clients may be connected at a time', parseCount)
      .option('--no-metrics', 'do not serve /metrics')
      .addOption(
        new Option('--metrics-token <token>', 'what a reader of /metrics must show as a bearer token').env(
          'METRICS_TOKEN',
        ),
      )
      .option('--tls-cert <file>', 'serve over TLS with this certificate (PEM), and --tls-key')
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

/** @throws {CommandFailure} for files that cannot be used. */
function tlsOf({ tlsCert, tlsKey }: Flags): Tls | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CommandFailure('--tls-cert and --tls-key go together only.', 'unusable');
  try {
    return readTls(tlsCert, tlsKey);
  } catch (error) {
    // The system's own errors are told by `failing`.
    if ((error as NodeJS.ErrnoException).syscall) throw error;
    throw new CommandFailure((error as Error).message, 'unusable', { cause: error });
  }
}

/** Adds the further key pairs to their apps. @throws {CommandFailure} for one of an app that there is not. */
function appsOf({ app: apps, key: pairs }: Pick<Flags, 'app' | 'key'>): Flags['app'] {
  const stray = pairs.find(({ id }) => !apps.some((app) => app.id === id));
  if (stray)
    throw new CommandFailure(`--key is for the app ${stray.id}, and no --app has that id.`, 'unusable');
  return apps.map((app) => ({
    ...app,
    keys: pairs.filter(({ id }) => id === app.id).map(({ key, secret }) => ({ key, secret })),
  }));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It is a whole number above 0.');
  return Number(text);
}

function parseOrigin(text: string, previous: string[] = []): string[] {
  if (URL.parse(text)?.origin !== text)
    throw new InvalidArgumentError('It is an origin, as in https://app.example.');
  return [...previous, text];
}

function parseLimit(text: string, previous: Partial<ChannelsLimits> = {}): Partial<ChannelsLimits> {
  try {
    return { ...previous, ...parseLimits(text) };
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('It is a number of seconds above 0.');
  return seconds * 1_000;
}

function parseApp(text: string, previous: Flags['app'] = []): Flags['app'] {
  const [id, key, secret, ...rest] = text.split(':');
  if (!id || !key || !secret || rest.length > 0)
    throw new InvalidArgumentError('It is ID:KEY:SECRET, as in app:key:secret.');
  return [...previous, { id, key, secret }];
}

function parseWebhook(text: string, previous: WebhookTarget[]): WebhookTarget[] {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new InvalidArgumentError('It is a URL that begins with http:// or https://.');
  return [...previous, { url: text }];
}
