import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/index.ts';
import { createMetrics } from '../../src/observability/metrics/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { startWorld, type World } from './support/world.ts';

const unavailable = new GatewayError('PUSHER_UNAVAILABLE', 'Pusher does not answer.');
const docs = join(import.meta.dirname, '../../docs');

let world: World;
let rooms = 0;
/** A room that no other test uses. */
const newRoom = (): string => `room${rooms++}`;
const subscription = (roomId: string, fields = 'text'): string =>
  `subscription { said(roomId: "${roomId}") { ${fields} } }`;

beforeAll(async () => {
  world = await startWorld({
    metrics: createMetrics({
      censusAge: 0,
      processMetrics: true,
      now: () => world.now(),
      channels: () => world.channels.stats(),
    }),
  });
});
afterAll(() => world.close());

async function scrape(headers: Record<string, string> = {}): Promise<Response> {
  return world.gateway.fetch(new Request('http://gateway.test/metrics', { headers }));
}

/** The sum of a metric over all its labels. For a histogram, the number of observations. */
async function totalOf(name: string): Promise<number> {
  const lines = (await (await scrape()).text()).split('\n');
  const samples = lines.filter((line) => new RegExp(`^${name}(_count)?(\\{.*\\})? `).test(line));
  return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** Publishes an event that stays in its mailbox, because Pusher is unavailable. */
async function leaveEventWaiting(): Promise<void> {
  const roomId = newRoom();
  await world.grant(subscription(roomId));
  world.failures.push(...Array.from({ length: 5 }, () => unavailable));
  await world.say(roomId, 'later');
}

async function reconnect(missed: 'stored' | 'lost'): Promise<void> {
  const roomId = newRoom();
  const { position } = await world.grant(subscription(roomId));
  await world.say(roomId, 'missed');
  const epoch = missed === 'stored' ? position.epoch : 'another';
  await world.grant(subscription(roomId), { ...position, epoch });
}

async function publishToOne(text = 'hello', fields = 'text'): Promise<void> {
  const roomId = newRoom();
  await world.grant(subscription(roomId, fields));
  await world.say(roomId, text);
}

/** For each metric, an action that increases it. */
const actions: Record<string, () => Promise<unknown>> = {
  graphql_pusher_subscribes_total: () => world.grant(subscription(newRoom())),
  graphql_pusher_subscribe_refusals_total: () =>
    world.post('subscription { refusedToAll { text } }', { pusher: { socketId: '1.2' } }),
  graphql_pusher_registrations_ended_total: async () => {
    const roomId = newRoom();
    await world.grant(subscription(roomId));
    await world.gateway.revoke('said', { roomId });
  },
  graphql_pusher_events_accepted_total: () => world.say(newRoom(), 'without subscribers'),
  graphql_pusher_events_settled_total: () => publishToOne(),
  graphql_pusher_publish_to_sent_seconds: () => publishToOne(),
  graphql_pusher_executions_total: () => publishToOne('unwanted'),
  graphql_pusher_execution_seconds: () => publishToOne(),
  graphql_pusher_results_total: () => publishToOne(),
  graphql_pusher_pusher_requests_total: () => publishToOne(),
  graphql_pusher_pusher_request_seconds: () => publishToOne(),
  graphql_pusher_pusher_messages_total: () => publishToOne(),
  graphql_pusher_pusher_retries_total: async () => {
    world.failures.push(unavailable);
    await publishToOne();
  },
  graphql_pusher_recoveries_total: () => reconnect('stored'),
  graphql_pusher_recovered_results_total: () => reconnect('stored'),
  graphql_pusher_gaps_total: () => reconnect('lost'),
  graphql_pusher_leases_lost_total: () => loseLease(),
  graphql_pusher_errors_total: () => publishToOne('hello', 'broken'),
  graphql_pusher_last_sweep_timestamp_seconds: () => world.gateway.sweep(),
  graphql_pusher_last_reconcile_timestamp_seconds: () => world.gateway.reconcile(),
  graphql_pusher_registrations_vacant: async () => {
    await world.grant(subscription(newRoom()));
    await world.gateway.reconcile();
  },
  graphql_pusher_store_up: () => Promise.resolve(),
  graphql_pusher_registrations: () => world.grant(subscription(newRoom())),
  graphql_pusher_operations: () => world.grant(subscription(newRoom())),
  graphql_pusher_topics: () => world.grant(subscription(newRoom())),
  graphql_pusher_subscribers: () => world.join(subscription(newRoom())),
  graphql_pusher_shared_ratio: async () => {
    const roomId = newRoom();
    for (let each = 0; each < 3; each++) await world.join(subscription(roomId));
  },
  graphql_pusher_mailbox_events: leaveEventWaiting,
  graphql_pusher_mailbox_topics: leaveEventWaiting,
  graphql_pusher_mailbox_age_seconds: async () => {
    await leaveEventWaiting();
    world.advance(1_000);
  },
  graphql_pusher_channels_connections: () => world.join(subscription(newRoom())),
  graphql_pusher_channels_channels: () => world.join(subscription(newRoom())),
  graphql_pusher_channels_sent_total: () => world.join(subscription(newRoom())),
  graphql_pusher_channels_received_total: () => world.join(subscription(newRoom())),
  graphql_pusher_channels_users: () => world.signIn(),
  graphql_pusher_channels_cut_for_slowness_total: () => world.readTooSlowly(),
  graphql_pusher_channels_webhooks_lost_total: async () => {
    const { webhooksLost } = world.channels.stats();
    await world.join(subscription(newRoom()));
    await expect.poll(() => world.channels.stats().webhooksLost).toBeGreaterThan(webhooksLost);
  },
};

/** Another process takes over the topic during a delivery. */
async function loseLease(): Promise<void> {
  const roomId = newRoom();
  await world.grant(subscription(roomId));
  const { mailboxes } = world.store;
  const { acknowledge } = mailboxes;
  const { promise: lost, resolve } = Promise.withResolvers<void>();
  const loseOnAcknowledge: typeof acknowledge = async () => {
    Object.assign(mailboxes, { acknowledge });
    resolve();
    return 'lost';
  };
  Object.assign(mailboxes, { acknowledge: loseOnAcknowledge });
  await world.say(roomId, 'another process sends it again');
  await lost;
  await world.gateway.settle();
}

describe('metrics', () => {
  it.each(Object.entries(actions))('%s increases', async (name, action) => {
    const before = name === 'graphql_pusher_store_up' ? 0 : await totalOf(name);
    if (/timestamp/.test(name)) world.advance(1_000);
    await action();
    expect(await totalOf(name)).toBeGreaterThan(before);
  });

  it('each have a test that increases them, and a line in the docs', async () => {
    const text = await (await scrape()).text();
    const own = [...text.matchAll(/^# TYPE (graphql_pusher_\w+) /gm)].map(([, name]) => name);
    expect(own.toSorted()).toEqual(Object.keys(actions).toSorted());
    const explained = [
      ...readFileSync(join(docs, 'metrics.md'), 'utf8').matchAll(/^\| `(graphql_pusher_\w+)`/gm),
    ];
    expect(explained.map(([, name]) => name).toSorted()).toEqual(own.toSorted());
  });

  it('are the only ones that the dashboard uses', async () => {
    const text = await (await scrape()).text();
    const own = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const dashboard = readFileSync(join(docs, 'grafana/graphql-pusher.json'), 'utf8');
    JSON.parse(dashboard);
    const used = new Set(dashboard.match(/\b(graphql_pusher|nodejs|process)_\w+/g));
    const unknown = [...used].filter((name) => !own.has(name.replace(/_(bucket|sum|count)$/, '')));
    expect(used.size).toBeGreaterThan(15);
    expect(unknown).toEqual([]);
  });

  it('include those of Node with processMetrics', async () => {
    expect(await (await scrape()).text()).toContain('process_resident_memory_bytes');
  });
});

describe('GET /metrics', () => {
  it('returns 404 unless metrics are configured', async () => {
    const without = await startWorld();
    const response = await without.gateway.fetch(new Request('http://gateway.test/metrics'));
    expect(response.status).toBe(404);
    await without.close();
  });

  it('requires the token if one is set', async () => {
    const guarded = await startWorld({ metrics: createMetrics({ token: 'a secret' }) });
    const request = (headers: Record<string, string>): Promise<Response> =>
      guarded.gateway.fetch(new Request('http://gateway.test/metrics', { headers }));
    expect((await request({})).status).toBe(401);
    expect((await request({ authorization: 'Bearer another' })).status).toBe(401);
    const response = await request({ authorization: 'Bearer a secret' });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    await guarded.close();
  });

  it('reports an unavailable store, and omits the metrics of its content', async () => {
    const store = createSqliteStore(':memory:');
    const broken = await startWorld({ store, metrics: createMetrics({ censusAge: 0 }) });
    await store.close();
    const text = await (await broken.gateway.fetch(new Request('http://gateway.test/metrics'))).text();
    expect(text).toContain('graphql_pusher_store_up 0');
    expect(text).toMatch(/graphql_pusher_errors_total\{code="STORE_UNAVAILABLE"\} 1/);
    expect(text).not.toMatch(/^graphql_pusher_operations /m);
    await broken.channels.close();
  });
});
