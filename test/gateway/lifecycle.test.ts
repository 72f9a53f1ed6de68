import { afterEach, describe, expect, it } from 'vitest';
import { type ChannelsServer, createChannelsServer } from '../../src/channels/index.ts';
import {
  type AnyTopics,
  createGateway,
  createPusherTransport,
  type Gateway,
  type Transport,
} from '../../src/index.ts';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { createRandom } from '../chaos/random.ts';
import { Pusher } from '../support/pusher-js.ts';
import { type HeldWebhook, startWebhookRelay, type WebhookRelay } from '../support/webhook-relay.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { ticked(clock: ID!): String @channel(name: "clock-{clock}") }
`;
const app = { id: '1', key: 'key', secret: 'secret' };
const registration = 60 * 60_000;
const linger = 2 * 60_000;
/** Between two calls of `reconcile()`. */
const round = 60_000;

/** A gateway on a Channels server whose webhooks wait for the test; time passes when the test says so. */
interface Lifecycle {
  readonly relay: WebhookRelay;
  readonly gateway: Gateway<AnyTopics>;
  /** What no caller heard of. */
  readonly errors: unknown[];
  now(): number;
  pass(milliseconds: number): void;
  /** Between the gateway and Pusher's answer to whether a channel is occupied. */
  beforeAnswer: (() => Promise<void>) | undefined;
  deliver(webhook: HeldWebhook): Promise<void>;
  ask(socketId: string, clock?: string, position?: Position): Promise<Grant>;
  /** A connection; `join` resolves when Pusher has it on the channel. */
  connect(): Promise<Connection>;
  /** How long the channel's registration lives, in ms; `undefined` when there is none. */
  lifetimeOf(channel: string): Promise<number | undefined>;
}

interface Connection {
  readonly socketId: string;
  join(grant: Grant): Promise<void>;
  leave(channel: string): void;
}

describe('the life of a registration, by what Pusher tells', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function start(): Promise<Lifecycle> {
    let now = Date.UTC(2030, 0, 1);
    const errors: unknown[] = [];
    const relay = await startWebhookRelay();
    const channels: ChannelsServer = createChannelsServer({
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
    cleanups.push(async () => {
      for (const pusher of pushers) pusher.disconnect();
      await channels.close();
      await relay.close();
      await gateway.dispose();
    });

    const lifecycle: Lifecycle = {
      relay,
      gateway,
      errors,
      beforeAnswer: undefined,
      now: () => now,
      pass: (milliseconds) => {
        now += milliseconds;
      },
      async deliver({ headers, body }) {
        const request = new Request('http://gateway.test/pusher/webhook', { method: 'POST', headers, body });
        expect((await gateway.fetch(request)).status).toBe(200);
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
        await new Promise<void>((resolve) => pusher.connection.bind('connected', resolve));
        return {
          socketId: pusher.connection.socket_id,
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
          if (each.channel === channel) return each.expiresAt - now;
        }
        return undefined;
      },
    };
    return lifecycle;
  }

  /** Somebody came, was told of, and left again. */
  async function startVacated() {
    const lifecycle = await start();
    const connection = await lifecycle.connect();
    const grant = await lifecycle.ask(connection.socketId);
    await connection.join(grant);
    const occupied = await lifecycle.relay.take('channel_occupied', grant.channel);
    connection.leave(grant.channel);
    const vacated = await lifecycle.relay.take('channel_vacated', grant.channel);
    return { ...lifecycle, lifecycle, connection, grant, channel: grant.channel, occupied, vacated };
  }

  it('vacated: it lingers, goes on collecting results, and is removed', async () => {
    const { deliver, vacated, lifetimeOf, channel, pass, gateway, ask, grant } = await startVacated();
    await deliver(vacated);
    expect(await lifetimeOf(channel)).toBe(linger);
    pass(linger - 1);
    await gateway.publish('ticked', { clock: 'a' }, 'tick');
    expect(await ask('1.2', 'a', grant.position)).toMatchObject({ recovered: true, missed: [{ offset: 1 }] });
    await deliver(vacated);
    pass(linger);
    expect(await lifetimeOf(channel)).toBeUndefined();
    expect(await ask('1.2', 'a', grant.position)).toMatchObject({ recovered: false });
  });

  it('a POST revives it', async () => {
    const { deliver, vacated, lifetimeOf, channel, ask } = await startVacated();
    await deliver(vacated);
    await ask('1.2');
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('channel_occupied revives it', async () => {
    const { deliver, vacated, occupied, lifetimeOf, channel, connection, grant, pass } = await startVacated();
    await deliver(vacated);
    pass(1_000);
    await connection.join(grant);
    await deliver(occupied);
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('webhooks that come late, twice and in the wrong order remove nothing that lives', async () => {
    const { deliver, vacated, occupied, lifetimeOf, channel, connection, grant } = await startVacated();
    await connection.join(grant);
    for (const webhook of [occupied, vacated, vacated, occupied, vacated]) await deliver(webhook);
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('who joins while Pusher is being asked is not overruled by what was true before', async () => {
    const { lifecycle, deliver, vacated, occupied, lifetimeOf, channel, connection, grant } =
      await startVacated();
    lifecycle.beforeAnswer = async () => {
      lifecycle.beforeAnswer = undefined;
      await connection.join(grant);
      await deliver(occupied);
    };
    await deliver(vacated);
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it('every webhook lost: reconcile() alone removes it, in time', async () => {
    const { gateway, lifetimeOf, channel, pass } = await startVacated();
    expect(await lifetimeOf(channel)).toBe(registration);
    pass(round);
    for (let passed = 0; passed < linger; passed += round) {
      await gateway.reconcile();
      expect(await lifetimeOf(channel)).toBe(linger - passed);
      pass(round);
    }
    expect(await lifetimeOf(channel)).toBeUndefined();
  });

  it('every webhook lost: reconcile() alone keeps who stays, far beyond any lifetime', async () => {
    const { gateway, lifetimeOf, channel, connection, grant, pass, ask } = await startVacated();
    await connection.join(grant);
    for (let passed = 0; passed < 3 * registration; passed += registration / 4) {
      await gateway.reconcile();
      expect(await lifetimeOf(channel)).toBe(registration);
      pass(registration / 4);
    }
    // The same log as at first: it never ended in between.
    expect((await ask('1.2')).position.epoch).toBe(grant.position.epoch);
  });

  it('while Pusher does not answer, nothing is shortened', async () => {
    const { lifecycle, gateway, errors, vacated, lifetimeOf, channel } = await startVacated();
    lifecycle.beforeAnswer = () => Promise.reject(new Error('No answer.'));
    const request = new Request('http://gateway.test/pusher/webhook', { method: 'POST', ...vacated });
    // So that Pusher sends it again.
    expect((await gateway.fetch(request)).status).toBe(500);
    expect(await lifetimeOf(channel)).toBe(registration);
    expect(errors).toMatchObject([{ message: 'No answer.' }]);
  });

  it('who joins while reconcile() is at work stays, though the list does not have them', async () => {
    const { lifecycle, gateway, deliver, occupied, lifetimeOf, channel, connection, grant } =
      await startVacated();
    lifecycle.beforeAnswer = async () => {
      lifecycle.beforeAnswer = undefined;
      await connection.join(grant);
      await deliver(occupied);
    };
    await gateway.reconcile();
    expect(await lifetimeOf(channel)).toBe(registration);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'whatever becomes of the webhooks, both bounds hold (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const { relay, gateway, deliver, ask, connect, lifetimeOf, now, pass } = await start();
      const clocks = ['a', 'b', 'c'] as const;
      const connections = [await connect(), await connect()];
      /** Who is on which channel. */
      const present = new Map<string, Set<Connection>>();
      /** When the last one left a channel, or a late webhook spoke of it: its time is counted anew from there. */
      const leftAt = new Map<string, number>();
      const seen: HeldWebhook[] = [];
      let reconciledAt = now();

      const steps = {
        async join() {
          const connection = random.pick([connections[0] as Connection, ...connections.slice(1)]);
          const grant = await ask(connection.socketId, random.pick(clocks));
          const there = present.get(grant.channel) ?? new Set();
          present.set(grant.channel, there);
          if (there.has(connection)) return;
          await connection.join(grant);
          there.add(connection);
          leftAt.delete(grant.channel);
        },
        async leave() {
          for (const [channel, there] of present) {
            const [connection] = there;
            if (!connection || random.chance(0.5)) continue;
            connection.leave(channel);
            there.delete(connection);
            if (there.size > 0) continue;
            // Else the test would be ahead of the server, which has to read that first.
            seen.push(await relay.take('channel_vacated', channel));
            leftAt.set(channel, now());
          }
        },
        async tell() {
          seen.push(...relay.held.splice(0));
          const [first, ...others] = seen;
          if (!first) return;
          const webhook = random.pick([first, ...others]);
          await deliver(webhook);
          for (const { channel } of webhook.events) if (leftAt.has(channel)) leftAt.set(channel, now());
        },
        async wait() {
          pass(random.between(0, round - (now() - reconciledAt)));
        },
        async reconcile() {
          pass(round - (now() - reconciledAt));
          await gateway.reconcile();
          reconciledAt = now();
        },
      };
      for (let step = 0; step < 80; step++) {
        await steps[random.weighted({ join: 3, leave: 3, tell: 4, wait: 2, reconcile: 2 })]();
        for (const [channel, there] of present) {
          const lifetime = await lifetimeOf(channel);
          if (there.size > 0) expect(lifetime, `${channel} is joined`).toBeGreaterThan(0);
          const left = leftAt.get(channel);
          if (left !== undefined && now() - left > linger + round) expect(lifetime, channel).toBeUndefined();
        }
      }
    },
  );
});
