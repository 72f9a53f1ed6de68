import { expect } from 'vitest';
import { createChannelsServer } from '../../src/channels/index.ts';
import {
  type AnyTopics,
  createGateway,
  createPusherTransport,
  type Gateway,
  type Transport,
} from '../../src/index.ts';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { signWebhook } from '../../src/signing/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { Pusher } from './pusher-js.ts';
import { type HeldWebhook, startWebhookRelay, type WebhookRelay } from './webhook-relay.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { ticked(clock: ID!): String @channel(name: "clock-{clock}") }
`;
const app = { id: '1', key: 'key', secret: 'secret' };
/** Lifetimes of the gateway, in ms. */
export const registration = 60 * 60_000;
export const linger = 2 * 60_000;

/** A gateway on a Channels server whose webhooks wait for the test; time passes when the test says so. */
export interface Lifecycle {
  readonly relay: WebhookRelay;
  readonly gateway: Gateway<AnyTopics>;
  /** What no caller heard of. */
  readonly errors: unknown[];
  now(): number;
  pass(milliseconds: number): void;
  /** Between the gateway and Pusher's answer to whether a channel is occupied. */
  beforeAnswer: (() => Promise<void>) | undefined;
  /** Hands it to the gateway, as sent just now, and expects this HTTP status. */
  deliver(webhook: HeldWebhook, status?: number): Promise<void>;
  ask(socketId: string, clock?: string, position?: Position): Promise<Grant>;
  /** A connection; `join` resolves when Pusher has it on the channel. */
  connect(): Promise<Connection>;
  close(): Promise<void>;
  /** How long the channel's registration lives, in ms; `undefined` when there is none. */
  lifetimeOf(channel: string): Promise<number | undefined>;
}

export interface Connection {
  readonly socketId: string;
  /** Names of the events that came on any channel. */
  readonly events: string[];
  join(grant: Grant): Promise<void>;
  leave(channel: string): void;
}

export async function startLifecycle(): Promise<Lifecycle> {
  let now = Date.UTC(2030, 0, 1);
  const errors: unknown[] = [];
  const relay = await startWebhookRelay();
  const channels = createChannelsServer({
    apps: [{ ...app, webhooks: [{ url: relay.url }] }],
    vacatedDelay: 0,
    webhookBatchDelay: 0,
  });
  const { host, port } = await channels.listen();
  const store = createSqliteStore({ location: ':memory:', now: () => now });
  const real = createPusherTransport({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port,
    useTLS: false,
  });
  const transport: Transport = {
    ...real,
    async channel(name, info) {
      const answer = await real.channel(name, info);
      await lifecycle.beforeAnswer?.();
      return answer;
    },
  };
  const gateway = createGateway({
    typeDefs,
    resolvers: { Subscription: { ticked: { resolve: (event: unknown) => event } } },
    store,
    transport,
    authenticate: () => ({ id: 'ada', claims: {} }),
    lifetimes: { registration, linger },
    now: () => now,
    onError: (error) => errors.push(error),
  });
  const pushers: Pusher[] = [];

  const lifecycle: Lifecycle = {
    async close() {
      for (const pusher of pushers) pusher.disconnect();
      await channels.close();
      await relay.close();
      await gateway.dispose();
    },
    relay,
    gateway,
    errors,
    beforeAnswer: undefined,
    now: () => now,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    async deliver(webhook, status = 200) {
      // The Channels server goes by the machine's clock, and a gateway refuses what is old by its own.
      const body = JSON.stringify({ ...JSON.parse(webhook.body), time_ms: now });
      const headers = { ...webhook.headers, 'x-pusher-signature': signWebhook(app.secret, body) };
      const request = new Request('http://gateway.test/pusher/webhook', { method: 'POST', headers, body });
      expect((await gateway.fetch(request)).status).toBe(status);
    },
    async ask(socketId, clock = 'a', position) {
      const response = await gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            query: `subscription { ticked(clock: "${clock}") }`,
            extensions: { pusher: { socketId, position } },
          }),
        }),
      );
      return ((await response.json()) as { extensions: { pusher: Grant } }).extensions.pusher;
    },
    async connect() {
      const granted = new Map<string, Grant>();
      const pusher = new Pusher(app.key, {
        cluster: '',
        wsHost: host,
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        channelAuthorization: {
          transport: 'ajax',
          endpoint: '',
          customHandler: ({ channelName }, callback) =>
            callback(null, { auth: granted.get(channelName)?.auth ?? '' }),
        },
      });
      pushers.push(pusher);
      const events: string[] = [];
      pusher.bind_global((event: string) => events.push(event));
      await new Promise<void>((resolve) => pusher.connection.bind('connected', resolve));
      return {
        socketId: pusher.connection.socket_id,
        events,
        async join(grant) {
          granted.set(grant.channel, grant);
          const channel = pusher.subscribe(grant.channel);
          await new Promise<void>((resolve) => channel.bind('pusher:subscription_succeeded', resolve));
        },
        leave: (channel) => pusher.unsubscribe(channel),
      };
    },
    async lifetimeOf(channel) {
      for await (const each of store.registrations.all()) {
        if (each.channel === channel) return each.expiresIn;
      }
      return undefined;
    },
  };
  return lifecycle;
}
