import { z } from 'zod';
import { steadyClock, type WebhookEventName, webhookEventNames } from '../protocol/index.ts';
import { keyPairsOf } from './app-keys.ts';
import { defaultKeepAlive } from './keep-alive.ts';
import { type ChannelsLimits, defaultLimits } from './limits.ts';

/** A server that receives an app's webhooks. */
export interface WebhookTarget {
  url: string;
  /** Events to send. Default: all. */
  events?: readonly WebhookEventName[] | undefined;
}

/** One app, with the settings of Pusher's dashboard. Settings that are off in a new Pusher app are off by default. */
export interface ChannelsApp {
  id: string;
  key: string;
  secret: string;
  /**
   * Additional key pairs, to replace a key without an interruption. Clients, channel signatures and the HTTP API may use
   * any of them. Webhooks are signed with `key` and `secret`.
   */
  keys?: readonly { key: string; secret: string }[] | undefined;
  /**
   * Origins whose pages may connect, such as `https://app.example`. Connections from other origins are closed with 4009.
   * Clients that send no `Origin`, such as servers and native apps, may connect. Default: all origins.
   */
  origins?: readonly string[] | undefined;
  /** `false` closes new connections with 4003. Default: `true`. */
  enabled?: boolean | undefined;
  /** Closes connections without TLS with 4000. Behind a proxy, `X-Forwarded-Proto` counts. Default: `false`. */
  forceTLS?: boolean | undefined;
  /** Maximum connections of the app. Further ones are closed with 4004. Default: no limit. */
  maxConnections?: number | undefined;
  /** Allows clients to send `client-` events on private and presence channels. Default: `false`. */
  clientEvents?: boolean | undefined;
  /** Allows clients to sign in as a user. Default: `false`. */
  userAuthentication?: boolean | undefined;
  /** Sends the number of subscribers to subscribers and as `subscription_count` webhooks, except on presence channels. Default: `false`. */
  subscriptionCount?: boolean | undefined;
  /** Milliseconds within which a connection must sign in or join a private or presence channel. After that it is closed with 4009. Default: no limit. */
  authorizedConnections?: number | undefined;
  webhooks?: readonly WebhookTarget[] | undefined;
  limits?: Partial<ChannelsLimits> | undefined;
}

/** Options of {@link createChannelsServer}. Durations are in milliseconds, as in pusher-js. */
export interface ChannelsServerOptions {
  /** At least one app. Ids and keys must be unique. */
  apps: readonly ChannelsApp[];
  /** Time without messages after which the client and the server ping each other. Clients receive it rounded up to whole seconds. Default: 120,000. */
  activityTimeout?: number | undefined;
  /** Time that a client has to answer a ping, before its connection is closed with 4201. Default: 30,000. */
  pongTimeout?: number | undefined;
  /** Time that a connection may carry nothing but pings, before it is closed with 4202. Default: 24 h. */
  inactivityTimeout?: number | undefined;
  /** Time until the cached event of a channel expires. Default: 30 min. */
  cacheTtl?: number | undefined;
  /** Minimum interval between two subscription counts on a channel with more than 100 subscribers. Default: 5,000. */
  subscriptionCountInterval?: number | undefined;
  /** Delay of `channel_vacated` and `member_removed`. They are not sent if the subscriber or member returns within it. Default: 3,000. */
  vacatedDelay?: number | undefined;
  /** Time in which webhook events are collected into one request. Default: 50. */
  webhookBatchDelay?: number | undefined;
  /** Timeout of one webhook request. Default: 4,000. */
  webhookTimeout?: number | undefined;
  /** Delay before the first retry of a webhook. It doubles with each retry, up to 30 s. Default: 1,000. */
  webhookRetryDelay?: number | undefined;
  /** Time after which a webhook is not retried any more. Default: 5 min. */
  webhookRetryFor?: number | undefined;
  /** Maximum bytes of pending webhooks for one receiver. Beyond it the oldest are dropped, and `onError` is called. Default: 16 MiB. */
  maxWebhookBytes?: number | undefined;
  /** Maximum bytes that are buffered for a slow client, before its connection is terminated. Default: 4 MiB. */
  maxBufferedBytes?: number | undefined;
  /** Maximum connections of the server. Further ones are closed with 4100. Default: no limit. */
  maxConnections?: number | undefined;
  /** Time that an idle HTTP connection stays open. It must be longer than that of the proxies in front. Default: 125,000. */
  keepAliveTimeout?: number | undefined;
  /** Time that clients have to complete the closing handshake at `close()`, before their connections are terminated. Default: 1,000. */
  closeTimeout?: number | undefined;
  /** Serves `/metrics` in the text format of Prometheus. With a token, requests must send it as a bearer token. Default: `false`. */
  metrics?: boolean | { token: string } | undefined;
  /** A private key and its certificate, both PEM. All connections then use TLS. Default: no TLS, for use behind a proxy. */
  tls?: { key: string; cert: string } | undefined;
  /**
   * Returns the time in milliseconds since 1970, for signatures and webhooks. Default: `Date.now`. Durations (timeouts,
   * rates, caches) use a monotonic clock, or this one if it is given. Setting the clock back does not affect them.
   */
  now?: (() => number) | undefined;
  /** Called with background errors, such as failed webhooks. Default: logs a warning to the console. */
  onError?: ((error: unknown) => void) | undefined;
}

const positive = z.number().positive();
const count = z.number().int().positive();

const targetSchema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
  events: z.array(z.enum(webhookEventNames)).readonly().optional(),
});

const keySchema = z.string().regex(/^[\w-]+$/, 'may contain only letters, digits, _ and -');

const appSchema = z.object({
  id: z.string().regex(/^[\w-]+$/, 'may contain only letters, digits, _ and -'),
  key: keySchema,
  secret: z.string().min(1, 'must not be empty'),
  keys: z
    .array(z.object({ key: keySchema, secret: z.string().min(1, 'must not be empty') }))
    .readonly()
    .default([]),
  origins: z
    .array(
      z
        .string()
        .refine((text) => URL.parse(text)?.origin === text, 'must be an origin such as https://app.example'),
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
  apps: z.array(appSchema).min(1, 'must contain at least one app'),
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

/** Options with their defaults. */
export type Settings = z.output<typeof optionsSchema> & {
  /** Monotonic clock in ms, for durations. */
  steadyNow(): number;
};
export type AppSettings = z.output<typeof appSchema>;

/** @throws {TypeError} that names the first invalid option and the reason, in one line. */
export function parseOptions(options: ChannelsServerOptions): Settings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TypeError(`createChannelsServer: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { apps } = parsed.data;
  rejectDuplicates(
    'id',
    apps.map(({ id }) => id),
  );
  rejectDuplicates(
    'key',
    apps.flatMap((app) => keyPairsOf(app).map(({ key }) => key)),
  );
  return { ...parsed.data, steadyNow: steadyClock(parsed.data.now) };
}

function rejectDuplicates(name: string, values: readonly string[]): void {
  const duplicate = values.find((value, index) => values.indexOf(value) !== index);
  if (duplicate !== undefined)
    throw new TypeError(
      `createChannelsServer: two apps have the ${name} ${duplicate}. Each ${name} must be unique.`,
    );
}

/** Omits limits that are `undefined`, so that they do not override the defaults. */
function definedOf(limits: Partial<ChannelsLimits>): Partial<ChannelsLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
