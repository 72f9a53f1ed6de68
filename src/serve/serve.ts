import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { keepAliveOptions } from '../channels/internal.ts';
import {
  type AnyTopics,
  createGateway,
  createJwtAuthentication,
  createPusherTransport,
  type Gateway,
  type GatewayOptions,
  type HardeningOptions,
  maintain,
  type SchemaSource,
  type Store,
} from '../index.ts';
import { settlesWithin } from '../protocol/index.ts';
import { closeGracefully } from './close-gracefully.ts';
import { type EmbeddedChannels, startEmbeddedChannels } from './embedded-channels.ts';
import { jwtSecretBeside } from './jwt-secret.ts';
import { logOf, observabilityOf } from './observability-of.ts';
import { openStore } from './open-store.ts';
import { operatorRules, operatorToken } from './operator.ts';
import { describePortInUse, type PusherSettings, readSettings, type Settings } from './settings/index.ts';

/** Gateway options, except those that the settings determine. */
export type ServeOptions = SchemaSource &
  Partial<Omit<GatewayOptions, 'store' | 'transport' | keyof SchemaSource>> & {
    /** Default: read from the environment and `.env`. */
    readonly settings?: Settings;
    /** Folder of static files to serve at `/`. */
    readonly pages?: string;
  };

/** A running gateway, with the embedded Channels server if it uses one. */
export interface Served<Topics = AnyTopics> {
  readonly gateway: Gateway<Topics>;
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** URL of the embedded Channels server: `http://127.0.0.1:6001`. */
  readonly channelsUrl?: string;
  /**
   * URL of the console, with a token that opens it: `http://127.0.0.1:4000/console#token=…`. Without a token when the
   * application has its own `console` rule; absent when the console is off.
   */
  readonly consoleUrl?: string;
  /** The secret that signs tokens. */
  readonly jwtSecret: string;
  /** Completes requests and deliveries in progress, then stops everything that `serve` started. */
  close(): Promise<void>;
}

/**
 * Starts a gateway for a schema: HTTP server, store, and the embedded Channels server when no `PUSHER_*` is set.
 *
 * @throws {SettingsError} for an invalid setting, and for a port that is already in use.
 * @example
 * const { url } = await serve({ typeDefs, resolvers });
 */
export async function serve<Topics = AnyTopics>(options: ServeOptions): Promise<Served<Topics>> {
  const settings = options.settings ?? readSettings();
  const jwtSecret = settings.jwtSecret ?? jwtSecretBeside(settings.store);
  const log = logOf(settings);
  const onError = options.onError ?? log.onError;
  const { observe = [] } = options;

  let answer: RequestListener = (_request, response) => response.writeHead(503).end('Starting.');
  const server = createServer(keepAliveOptions(settings.keepAliveTimeout), (request, response) =>
    answer(request, response),
  );
  /** Everything started so far. {@link stop} stops it in order. */
  const started: Started = { closeServer: closeGracefully(server, shutdownTimeout) };
  try {
    // First, because the URL for webhooks contains the port.
    const url = await listen(server, settings);
    const pusher = settings.pusher ?? (await startChannels(started, settings, `${url}/pusher/webhook`));
    const store = await openStore(settings.store);
    started.store = store;
    const observability = await observabilityOf(settings, log, started.channels);
    const access = consoleAccess(options, settings);
    const gateway = createGateway<Topics>({
      authenticate: createJwtAuthentication({ secret: jwtSecret }),
      onError,
      ...hardeningOf(settings),
      ...(settings.executionTimeout === undefined ? {} : { executionTimeout: settings.executionTimeout }),
      ...observability,
      ...options,
      ...access,
      observe: [observe, observability.observe ?? []].flat(),
      store,
      transport: createPusherTransport({ ...pusher, ...settings.publicAddress }),
    });
    started.gateway = gateway;
    started.stopMaintaining = maintain(gateway, onError);
    const pages = options.pages ? sirv(options.pages, { single: true }) : undefined;
    answer = (request, response) => {
      if (started.stopping) rejectWhileStopping(response);
      else if (gateway.serves(request.url ?? '/') || !pages) gateway.handle(request, response);
      else pages(request, response, () => void response.writeHead(404).end('Not found.'));
    };
    const channelsUrl = started.channels?.url;
    log.debug({ url, channelsUrl }, 'serving');
    return {
      gateway,
      url,
      jwtSecret,
      ...(channelsUrl ? { channelsUrl } : {}),
      ...(await consoleUrlOf(url, options, access, { ...settings, jwtSecret })),
      close: () => stop(started),
    };
  } catch (error) {
    await stop(started);
    throw error;
  }
}

/** Rules that open the console to operator tokens, unless the application has a `console` rule of its own. */
function consoleAccess(
  { rules, authenticate }: ServeOptions,
  { console: enabled, pusher }: Settings,
): Pick<ServeOptions, 'rules'> {
  const isEnabled = enabled ?? pusher === undefined;
  // An application with its own `authenticate` does not accept operator tokens.
  return isEnabled && !rules?.console && !authenticate ? { rules: { ...operatorRules, ...rules } } : {};
}

async function consoleUrlOf(
  url: string,
  { rules }: ServeOptions,
  access: Pick<ServeOptions, 'rules'>,
  secret: Pick<Settings, 'jwtSecret' | 'store'>,
): Promise<{ consoleUrl?: string }> {
  if (rules?.console) return { consoleUrl: `${url}/console` };
  if (!access.rules) return {};
  // Browsers do not send the part after the hash, so the token reaches no server and no log.
  return { consoleUrl: `${url}/console#token=${await operatorToken(secret)}` };
}

/** Omits what the settings leave undefined, so the gateway's defaults apply. */
function hardeningOf({
  introspection,
  graphiql,
  corsOrigins,
  trustedProxyHeader: header,
}: Settings): HardeningOptions & { graphiql?: boolean } {
  return {
    ...(introspection === undefined ? {} : { introspection }),
    ...(graphiql === undefined ? {} : { graphiql }),
    ...(corsOrigins === undefined ? {} : { cors: { origin: corsOrigins } }),
    ...(header === undefined ? {} : { trustedProxy: { header } }),
  };
}

/** The parts of a server that is starting or running. */
interface Started {
  readonly closeServer: () => Promise<void>;
  channels?: EmbeddedChannels;
  store?: Store;
  gateway?: Pick<Gateway, 'settle'>;
  stopMaintaining?: () => Promise<void>;
  /** Set when stopping begins. Resolves when everything has stopped. */
  stopping?: Promise<void>;
}

/** Stops the server. Later calls return the promise of the first. */
function stop(started: Started): Promise<void> {
  started.stopping ??= stopInOrder(started);
  return started.stopping;
}

/**
 * Stops in this order: the HTTP server (which completes requests and ends streams), deliveries and their leases, the
 * embedded Channels server, the store.
 */
async function stopInOrder({
  closeServer,
  stopMaintaining,
  gateway,
  channels,
  store,
}: Started): Promise<void> {
  const answered = closeServer();
  const swept = stopMaintaining?.();
  // Ends the streams, which the server would wait for.
  await gateway?.settle();
  await answered;
  if (swept) await settlesWithin(swept, shutdownTimeout);
  // Delivers what the last requests published in the meantime.
  await gateway?.settle();
  await channels?.close();
  await store?.close();
}

/** Rejects a request on a connection that was already open. The client retries on a new connection. */
function rejectWhileStopping(response: ServerResponse): void {
  response.writeHead(503, { Connection: 'close', 'Retry-After': '1' }).end('Stopping.');
}

async function startChannels(
  started: Started,
  { host, channelsPort: port, channels, keepAliveTimeout }: Settings,
  webhookUrl: string,
): Promise<PusherSettings> {
  const onError = (error: unknown): void => {
    // While stopping, the lost webhooks only report that channels are vacated. The next start detects that itself.
    if (!started.stopping)
      console.warn('graphql-pusher: a webhook of the embedded Channels server failed:', error);
  };
  started.channels = await startEmbeddedChannels({
    ...{ host, port, keepAliveTimeout, channels, webhookUrl, onError },
  });
  return started.channels.pusher;
}

function listen(server: Server, { port, host }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(describePortInUse('PORT', error));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      const { port: actual, family } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${host}]` : host}:${actual}`);
    });
  });
}

/** How long requests and deliveries may take to complete after `close`, in ms. */
const shutdownTimeout = 5_000;
