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
import { closeGracefully } from './close-gracefully.ts';
import { type EmbeddedChannels, startEmbeddedChannels } from './embedded-channels.ts';
import { jwtSecretBeside } from './jwt-secret.ts';
import { logOf, observabilityOf } from './observability-of.ts';
import { openStore } from './open-store.ts';
import { operatorRules, operatorToken } from './operator.ts';
import { type PusherSettings, readSettings, type Settings } from './settings/index.ts';

/** A gateway's options, without what the settings decide. */
export type ServeOptions = SchemaSource &
  Partial<Omit<GatewayOptions, 'store' | 'transport' | keyof SchemaSource>> & {
    /** Default: from the environment and `.env`. */
    readonly settings?: Settings;
    /** A folder of files to serve at `/`. */
    readonly pages?: string;
  };

/** A running gateway, and the Channels server that may run with it. */
export interface Served<Topics = AnyTopics> {
  readonly gateway: Gateway<Topics>;
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** Of the embedded Channels server: `http://127.0.0.1:6001`. */
  readonly channelsUrl?: string;
  /**
   * Of the console, with a token that opens it: `http://127.0.0.1:4000/console#token=…`. Absent where there is none;
   * without a token where rules of your own decide.
   */
  readonly consoleUrl?: string;
  /** What tokens are signed with. */
  readonly jwtSecret: string;
  /** Finishes what was begun, then stops all that `serve` started. */
  close(): Promise<void>;
}

/**
 * Starts a gateway for a schema: HTTP server, store, and the embedded Channels server when no `PUSHER_*` is set.
 *
 * @throws {SettingsError} for a setting that cannot be used, and Node's own error when a port is taken.
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
  /** What has been started, to be stopped in the order of {@link stop}. */
  const started: Started = { closeServer: closeGracefully(server, grace) };
  try {
    // Before the rest, since webhooks need to know the port.
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
      if (started.stopping) sayGoodbye(response);
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

/** Opens the console to whoever holds a token that this server has signed, unless rules of the application decide. */
function consoleAccess(
  { rules, authenticate }: ServeOptions,
  { console: wanted, pusher }: Settings,
): Pick<ServeOptions, 'rules'> {
  const isWanted = wanted ?? pusher === undefined;
  // Who has an authentication of their own does not take our tokens.
  return isWanted && !rules?.console && !authenticate ? { rules: { ...operatorRules, ...rules } } : {};
}

async function consoleUrlOf(
  url: string,
  { rules }: ServeOptions,
  access: Pick<ServeOptions, 'rules'>,
  secret: Pick<Settings, 'jwtSecret' | 'store'>,
): Promise<{ consoleUrl?: string }> {
  if (rules?.console) return { consoleUrl: `${url}/console` };
  if (!access.rules) return {};
  // Behind the hash it goes to no server and into no log.
  return { consoleUrl: `${url}/console#token=${await operatorToken(secret)}` };
}

/** What the settings leave open stays absent, so that the gateway's default holds. */
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

/** The parts of a server that is running or about to. */
interface Started {
  readonly closeServer: () => Promise<void>;
  channels?: EmbeddedChannels;
  store?: Store;
  gateway?: Pick<Gateway, 'settle'>;
  stopMaintaining?: () => Promise<void>;
  /** Set once it is to end: when it has ended. */
  stopping?: Promise<void>;
}

/** Stops once, however often it is called. */
function stop(started: Started): Promise<void> {
  started.stopping ??= stopInOrder(started);
  return started.stopping;
}

/**
 * Takes nothing new, and finishes what was accepted: requests are answered and streams ended, then what they published
 * is sent and its leases go back, then Pusher goes, and the store last.
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
  // Ends the streams, without which the server would wait for them.
  await gateway?.settle();
  await answered;
  await Promise.race([swept, inTime()]);
  // Sends what the last requests have published since.
  await gateway?.settle();
  await channels?.close();
  await store?.close();
}

/** For a request that came over a connection from before: its client asks again, over another one. */
function sayGoodbye(response: ServerResponse): void {
  response.writeHead(503, { Connection: 'close', 'Retry-After': '1' }).end('Stopping.');
}

async function startChannels(
  started: Started,
  { host, channelsPort: port, channels, keepAliveTimeout }: Settings,
  webhookUrl: string,
): Promise<PusherSettings> {
  const onError = (error: unknown): void => {
    // Its last webhooks tell that everybody has left, which the next start finds out by itself.
    if (!started.stopping) console.warn('graphql-pusher: a webhook of the embedded Channels server:', error);
  };
  started.channels = await startEmbeddedChannels({
    ...{ host, port, keepAliveTimeout, channels, webhookUrl, onError },
  });
  return started.channels.pusher;
}

function listen(server: Server, { port, host }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { port: actual, family } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${host}]` : host}:${actual}`);
    });
  });
}

/** How long what has begun may take once the server stops, in ms. */
const grace = 5_000;

function inTime(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, grace).unref());
}
