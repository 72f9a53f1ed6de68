import { z } from 'zod';
import { steadyClock, type WebhookEventName, webhookEventNames } from '../protocol/index.ts';
import { keyPairsOf } from './app-keys.ts';
import { defaultKeepAlive } from './keep-alive.ts';
import { type ChannelsLimits, defaultLimits } from './limits.ts';

/** Where an app's webhooks go. */
export interface WebhookTarget {
  url: string;
  /** Only these are sent. Default: all. */
  events?: readonly WebhookEventName[] | undefined;
}

/** One application: as on Pusher's dashboard. What a new app on Pusher has switched off is off here, too. */
export interface ChannelsApp {
  id: string;
  key: string;
  secret: string;
  /**
   * Further key pairs, to replace a key without an interruption: clients, signatures and the HTTP API may use any of
   * them. Webhooks are signed with `key` and `secret`.
   */
  keys?: readonly { key: string; secret: string }[] | undefined;
  /**
   * Origins whose pages may connect, such as `https://app.example`; pages of others are turned away with 4009. Clients
   * that send no `Origin`, such as servers and native apps, may connect. Default: all origins.
   */
  origins?: readonly string[] | undefined;
  /** `false` turns clients away with 4003. Default `true`. */
  enabled?: boolean | undefined;
  /** Turns clients without TLS away with 4000; a proxy in front says `X-Forwarded-Proto`. Default `false`. */
  forceTLS?: boolean | undefined;
  /** More are turned away with 4004. Default: no limit. */
  maxConnections?: number | undefined;
  /** Lets clients send `client-` events on private and presence channels. Default `false`. */
  clientEvents?: boolean | undefined;
  /** Lets clients sign in as a user. Default `false`. */
  userAuthentication?: boolean | undefined;
  /** Counts the subscribers of every channel but presence channels, for the subscribers and for `subscription_count` webhooks. Default `false`. */
  subscriptionCount?: boolean | undefined;
  /** Milliseconds in which a connection must sign in or join a private or presence channel, or be closed with 4009. Default: never. */
  authorizedConnections?: number | undefined;
  webhooks?: readonly WebhookTarget[] | undefined;
  limits?: Partial<ChannelsLimits> | undefined;
}

/** Durations are in milliseconds, as in pusher-js. */
export interface ChannelsServerOptions {
  /** At least one; ids and keys are unique. */
  apps: readonly ChannelsApp[];
  /** Silence after which a client and we ask each other whether the connection is alive. In whole seconds. Default 120,000. */
  activityTimeout?: number | undefined;
  /** How long an answer to our ping may take before 4201. Default 30,000. */
  pongTimeout?: number | undefined;
  /** How long a connection may carry nothing but pings before 4202. Default 24 h. */
  inactivityTimeout?: number | undefined;
  /** How long a cache channel keeps its last event. Default 30 min. */
  cacheTtl?: number | undefined;
  /** Least time between two subscription counts on a channel of more than 100 subscribers. Default 5,000. */
  subscriptionCountInterval?: number | undefined;
  /** How long `channel_vacated` and `member_removed` wait for whoever left to come back. Default 3,000. */
  vacatedDelay?: number | undefined;
  /** How long webhook events gather for one request. Default 50. */
  webhookBatchDelay?: number | undefined;
  /** How long a webhook may take to answer. Default 4,000. */
  webhookTimeout?: number | undefined;
  /** Wait before the first retry of a webhook; each further one waits twice as long, up to 30 s. Default 1,000. */
  webhookRetryDelay?: number | undefined;
  /** How long a webhook is retried before it is given up. Default 5 min. */
  webhookRetryFor?: number | undefined;
  /** Bytes of webhooks that may wait for one receiver. Past it the oldest are dropped, and `onError` is called. Default 16 MiB. */
  maxWebhookBytes?: number | undefined;
  /** Bytes that may wait for a client that reads slowly before it is cut. Default 4 MiB. */
  maxBufferedBytes?: number | undefined;
  /** More are turned away with 4100. Default: no limit. */
  maxConnections?: number | undefined;
  /** How long an idle HTTP connection stays open: longer than proxies in front keep theirs. Default 125,000. */
  keepAliveTimeout?: number | undefined;
  /** How long clients have at `close()` to say goodbye before they are cut. Default 1,000. */
  closeTimeout?: number | undefined;
  /** Whether `/metrics` is served in the text format of Prometheus, and the token that its reader must show. Default: not. */
  metrics?: boolean | { token: string } | undefined;
  /** A certificate and its private key, both PEM: everything is served over TLS. Default: plain, as behind a proxy. */
  tls?: { key: string; cert: string } | undefined;
  /**
   * The time in milliseconds since 1970, for signatures and webhooks. Default `Date.now`. Durations (timeouts, rates,
   * caches) follow a monotonic clock, or this one where it is given; setting it back does not affect them.
   */
  now?: (() => number) | undefined;
  /** Hears of what fails in the background, which is webhooks. Default: a warning on the console. */
  onError?: ((error: unknown) => void) | undefined;
}

const positive = z.number().positive();
const count = z.number().int().positive();

const targetSchema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'a webhook needs an http or https URL' }),
  events: z.array(z.enum(webhookEventNames)).readonly().optional(),
});

const keySchema = z.string().regex(/^[\w-]+$/, 'an app key has letters, digits, _ and - only');

const appSchema = z.object({
  id: z.string().regex(/^[\w-]+$/, 'an app id has letters, digits, _ and - only'),
  key: keySchema,
  secret: z.string().min(1, 'an app needs a secret'),
  keys: z
    .array(z.object({ key: keySchema, secret: z.string().min(1, 'a key needs a secret') }))
    .readonly()
    .default([]),
  origins: z
    .array(
      z
        .string()
        .refine((text) => URL.parse(text)?.origin === text, 'an origin looks like https://app.example'),
    )
    .readonly()
    .optional(),
  enabled: z.boolean().default(true),
  forceTLS: z.boolean().default(false),
  maxConnections: count.default(Number.POSITIVE_INFINITY),
  clientEvents: z.boolean().default(false),
  userAuthentication: z.boolean().default(false),
  subscriptionCount: z.boolean().default(false),
  authorizedConnections: positive.optional(),
  webhooks: z.array(targetSchema).readonly().default([]),
  limits: z
    .partialRecord(z.enum(Object.keys(defaultLimits) as [keyof ChannelsLimits]), count)
    .default({})
    .transform((limits): ChannelsLimits => ({ ...defaultLimits, ...definedOf(limits) })),
});

const optionsSchema = z.object({
  apps: z.array(appSchema).min(1, 'a Channels server needs an app'),
  activityTimeout: positive.default(120_000),
  pongTimeout: positive.default(30_000),
  inactivityTimeout: positive.default(86_400_000),
  cacheTtl: positive.default(1_800_000),
  subscriptionCountInterval: positive.default(5_000),
  vacatedDelay: z.number().nonnegative().default(3_000),
  webhookBatchDelay: z.number().nonnegative().default(50),
  webhookTimeout: positive.default(4_000),
  webhookRetryDelay: positive.default(1_000),
  webhookRetryFor: z.number().nonnegative().default(300_000),
  maxWebhookBytes: positive.default(16 * 1024 * 1024),
  maxBufferedBytes: positive.default(4 * 1024 * 1024),
  maxConnections: count.default(Number.POSITIVE_INFINITY),
  keepAliveTimeout: positive.default(defaultKeepAlive),
  closeTimeout: positive.default(1_000),
  metrics: z.union([z.boolean(), z.object({ token: z.string().min(1) })]).default(false),
  tls: z.object({ key: z.string(), cert: z.string() }).optional(),
  now: z.custom<() => number>((value) => typeof value === 'function').default(() => Date.now),
  onError: z
    .custom<(error: unknown) => void>((value) => typeof value === 'function')
    .default(() => (error: unknown) => console.warn(error)),
});

/** Options with their defaults filled in. */
export type Settings = z.output<typeof optionsSchema> & {
  /** Measures durations, in ms; never goes backward. */
  steadyNow(): number;
};
export type AppSettings = z.output<typeof appSchema>;

/** Throws a `TypeError` that says in one line which option cannot be used, and why. */
export function parseOptions(options: ChannelsServerOptions): Settings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TypeError(`Channels server: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { apps } = parsed.data;
  refuseTwice(
    'id',
    apps.map(({ id }) => id),
  );
  refuseTwice(
    'key',
    apps.flatMap((app) => keyPairsOf(app).map(({ key }) => key)),
  );
  return { ...parsed.data, steadyNow: steadyClock(parsed.data.now) };
}

function refuseTwice(name: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw new TypeError(`Channels server: two apps have the ${name} ${twice}`);
}

/** A limit that is given as `undefined` is not given. */
function definedOf(limits: Partial<ChannelsLimits>): Partial<ChannelsLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
