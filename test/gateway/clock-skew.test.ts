import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChannelsServer, createChannelsServer } from '../../src/channels/index.ts';
import {
  type AnyTopics,
  createPusherTransport,
  type Gateway,
  type PusherOptions,
  type Store,
} from '../../src/index.ts';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { signWebhook } from '../../src/signing/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { type StartedProcess, startProcess } from '../support/child-process.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { createRoomGateway } from './support/room-gateway.ts';
import type { SkewedGatewaySettings } from './support/skewed-gateway.ts';

const room = 'a';
const app = { id: '1', key: 'key', secret: 'secret' };
const minutes = 60_000;
const hours = 60 * minutes;
/** In ms. */
const lease = 1_000;

let redis: RedisServer;
let channels: ChannelsServer;
let pusher: PusherOptions;
beforeAll(async () => {
  redis = await startRedis();
  channels = createChannelsServer({ apps: [app] });
  const { host, port } = await channels.listen();
  pusher = { appId: app.id, key: app.key, secret: app.secret, host, port, useTLS: false };
});
afterAll(async () => {
  await channels.close();
  await redis.stop();
});

/** A gateway as its clients reach it. */
type Fetch = (request: Request) => Promise<Response>;

let store: Store;
/** In this process, whose clock is right. */
let right: Gateway<AnyTopics>;
let prefix: string;
let processes: StartedProcess[] = [];
let tests = 0;
beforeEach(() => {
  // Of its own: a gateway that was killed leaves events, which the next one would execute.
  prefix = `test-${tests++}`;
  store = createRedisStore({ redis: redis.url, prefix });
  right = createRoomGateway({ store, transport: createPusherTransport(pusher), lease });
});
afterEach(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  processes = [];
  await right.dispose();
});

/** Starts a gateway whose clock is `skew` ms ahead, or behind where that is negative. */
async function startSkewed(
  skew: number,
  settings: Partial<SkewedGatewaySettings> = {},
): Promise<{ fetch: Fetch; process: StartedProcess }> {
  const started = startProcess('test/gateway/support/skewed-gateway.ts', [], {
    CLOCK_SKEW: String(skew),
    SKEWED_GATEWAY: JSON.stringify({ redis: redis.url, prefix, pusher, lease, ...settings }),
  });
  processes.push(started);
  const url = await started.line();
  return {
    process: started,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      return fetch(new Request(`${url}${pathname}`, request));
    },
  };
}

async function graphql(at: Fetch, body: object): Promise<{ extensions?: { pusher?: Grant } }> {
  const response = await at(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return (await response.json()) as { extensions?: { pusher?: Grant } };
}

async function ask(at: Fetch, position?: Position): Promise<Grant> {
  const answer = await graphql(at, {
    query: 'subscription ($room: ID!) { said(room: $room) }',
    variables: { room },
    extensions: { pusher: { socketId: '1.1', position } },
  });
  if (!answer.extensions?.pusher) throw new Error(`Refused: ${JSON.stringify(answer)}`);
  return answer.extensions.pusher;
}

const say = (at: Fetch, text: string) =>
  graphql(at, {
    query: 'mutation ($room: ID!, $text: String!) { say(room: $room, text: $text) }',
    variables: { room, text },
  });

/** Tells a gateway that the channel is empty. */
async function vacate(at: Fetch, channel: string): Promise<void> {
  const body = JSON.stringify({ time_ms: Date.now(), events: [{ name: 'channel_vacated', channel }] });
  const headers = {
    'content-type': 'application/json',
    'x-pusher-key': app.key,
    'x-pusher-signature': signWebhook(app.secret, body),
  };
  const request = new Request('http://gateway.test/pusher/webhook', { method: 'POST', headers, body });
  expect((await at(request)).status).toBe(200);
}

const saidIn = ({ missed = [] }: Grant) => missed.map(({ result }) => result.data?.said);

describe.each([
  ['3 minutes behind', -3 * minutes],
  ['9 minutes behind', -9 * minutes],
  ['9 minutes ahead', 9 * minutes],
])('a gateway whose clock is %s', (_, skew) => {
  it('takes a webhook of a vacated channel without ending the operation for the others', async () => {
    const skewed = await startSkewed(skew);
    const { channel, position } = await ask(right.fetch);
    await vacate(skewed.fetch, channel);
    await right.publish('said', { room }, 'while away');
    for (const at of [skewed.fetch, right.fetch]) {
      const grant = await ask(at, position);
      expect(grant.recovered).toBe(true);
      expect(saidIn(grant)).toEqual(['while away']);
    }
  });
});

describe.each([
  ['an hour ahead', hours, 0],
  ['9 minutes ahead', 9 * minutes, -9 * minutes],
  ['9 minutes behind', -9 * minutes, 9 * minutes],
])('a gateway whose clock is %s and that dies with a lease', (_, skew, skewOfHeir) => {
  it(`leaves the topic to another one, ${skewOfHeir / minutes} minutes ahead, when the lease has run out`, async () => {
    const dying = await startSkewed(skew, { hangs: true });
    const { position } = await ask(right.fetch);
    const publishing = expect(say(dying.fetch, 'left behind')).rejects.toThrow();
    expect(await dying.process.line()).toBe('executing left behind');
    await dying.process.stop();
    await publishing;
    // Its sweep takes the topic.
    const heir = await startSkewed(skewOfHeir);
    const started = performance.now();
    expect(await heir.process.line()).toBe('executing left behind');
    expect(performance.now() - started).toBeLessThan(8 * lease);
    await expect
      .poll(async () => saidIn(await ask(right.fetch, position)), { timeout: 10_000 })
      .toEqual(['left behind']);
  });
});
