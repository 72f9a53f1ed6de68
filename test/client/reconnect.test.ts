import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, createClient, lostResults } from '../../src/client/index.ts';
import { pause } from '../../src/client/retry.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { createRecorder, type Recorder } from './support/recorder.ts';
import { rejection } from './support/scripted-gateway.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWebSocketProxy, type WebSocketProxy } from './support/websocket-proxy.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('after a lost connection', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;
  let recorder: Recorder;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await world.close();
  });

  it('a client that missed three events receives them in order', async () => {
    const client = world.createClient({ pusher });
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    await recorder.untilNumbers(1);
    pusher.disconnect();
    for (const n of [2, 3, 4]) await operation.publish(n);
    pusher.connect();
    expect(await recorder.untilNumbers(4)).toEqual([1, 2, 3, 4]);
    await operation.publish(5);
    expect(await recorder.untilNumbers(5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('a client recovers from a Channels server that has restarted without its state', async () => {
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    await world.stopChannels();
    for (const n of [1, 2]) operation.lose(n);
    await world.startChannels();
    const started = performance.now();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    expect(performance.now() - started).toBeLessThan(3_000);
    await untilJoined(pusher, operation.channel);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
  });

  it('the client sends one request for all subscriptions, each with its position', async () => {
    const client = world.createClient({ pusher });
    const queries = ['a', 'b', 'c'].map((name) => `subscription { ${name} }`);
    const recorders = queries.map((each) => {
      const sink = createRecorder();
      client.subscribe({ query: each }, sink);
      return sink;
    });
    const operations = queries.map((each) => world.gateway.operation(each));
    for (const each of operations) await untilJoined(pusher, each.channel);
    pusher.disconnect();
    for (const each of operations) await each.publish('missed');
    pusher.connect();
    for (const each of recorders) expect(await each.untilNumbers(1)).toEqual(['missed']);
    const { posts } = world.gateway;
    expect(posts.map(({ requests }) => requests.length)).toEqual([3, 3]);
    const socketId = pusher.connection.socket_id;
    expect(posts[1]?.requests.map(({ extensions }) => extensions?.pusher)).toEqual(
      queries.map(() => ({ socketId, position: { epoch: 'e1', offset: 0 } })),
    );
  });

  it('the client sends the request again when the connection is lost before the response', async () => {
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    pusher.disconnect();
    await operation.publish(1);
    const release = world.gateway.delayResponses();
    pusher.connect();
    await world.gateway.untilPosts(2);
    pusher.disconnect();
    await operation.publish(2);
    pusher.connect();
    release();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    await untilJoined(pusher, operation.channel);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
  });

  it('a subscription whose first response is on its way loses nothing', async () => {
    const release = world.gateway.delayResponses();
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    pusher.disconnect();
    await operation.publish(1);
    release();
    pusher.connect();
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    await untilJoined(pusher, operation.channel);
    await operation.publish(2);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
  });

  it('a subscription ends with an error when the viewer is no longer authorized', async () => {
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    world.gateway.respondNext(() => ({ status: 200, body: rejection('FORBIDDEN') }));
    pusher.disconnect();
    pusher.connect();
    expect(await recorder.untilError()).toEqual(rejection('FORBIDDEN').errors);
    expect(pusher.channel(operation.channel)).toBeUndefined();
  });

  it('the client reports missed results that are lost for good', async () => {
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    pusher.disconnect();
    await operation.publish('gone');
    operation.log.clear();
    pusher.connect();
    await recorder.until(() => recorder.results.length === 1);
    await untilJoined(pusher, operation.channel);
    await operation.publish(2);
    await recorder.until(() => recorder.results.length === 2);
    expect(recorder.results).toEqual([lostResults, { data: { n: 2 } }]);
  });

  it('the client does not join a channel whose subscription has ended in the meantime', async () => {
    const client = world.createClient({ pusher });
    const dispose = client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    const release = world.gateway.delayResponses();
    pusher.disconnect();
    pusher.connect();
    await world.gateway.untilPosts(2);
    dispose();
    expect(pusher.channel(operation.channel)).toBeUndefined();
    release();
    const other = createRecorder();
    client.subscribe({ query }, other);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    expect(await other.untilNumbers(1)).toEqual([1]);
    expect(recorder.results).toEqual([]);
  });

  it('the client emits the events of graphql-ws', async () => {
    const client = world.createClient({ pusher });
    const emitted: unknown[] = [];
    client.on('connecting', (isRetry) => emitted.push(['connecting', isRetry]));
    client.on('connected', (_, __, wasRetry) => emitted.push(['connected', wasRetry]));
    client.on('closed', () => emitted.push(['closed']));
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    client.terminate();
    await vi.waitFor(() => expect(emitted).toHaveLength(5));
    expect(emitted).toEqual([
      ['connecting', false],
      ['connected', false],
      ['closed'],
      ['connecting', true],
      ['connected', true],
    ]);
  });

  it('all subscriptions end when Pusher rejects the app for good', async () => {
    world.createClient({ pusher: world.createPusher({}, 'no-such-key') }).subscribe({ query }, recorder);
    expect(String(await recorder.untilError())).toContain('4001');
  });
});

describe('a server that closes with 4200 and is unreachable for a second', () => {
  let world: World;
  let proxy: WebSocketProxy;

  beforeEach(async () => {
    world = await startWorld();
    proxy = await startWebSocketProxy({ target: world.channelsPort });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await world.close();
    await proxy.stop(1001);
  });

  const address = () => ({
    wsHost: '127.0.0.1',
    httpHost: '127.0.0.1',
    ...{ wsPort: proxy.port, httpPort: proxy.port },
  });
  const instances: [string, () => Client][] = [
    ['its own', () => createClient({ url: world.gateway.url, pusherOptions: address() })],
    ["the application's", () => world.createClient({ pusher: world.createPusher(address()) })],
  ];
  const pauses: [string, number[]][] = [
    ['with random delays', []],
    ['when the first delay is the shortest and the others are the longest', [0.999]],
  ];
  const cases = instances.flatMap(([whose, create]) =>
    pauses.map(([when, randoms]) => ({ whose, create, when, randoms })),
  );

  it.each(cases)(
    'is connected again within 2.5 s to a client on $whose instance $when',
    async ({ create, randoms }) => {
      const operation = world.gateway.operation(query);
      const recorder = createRecorder();
      const client = create();
      client.subscribe({ query }, recorder);
      const isGranted = (): boolean =>
        world.gateway.posts.some(({ requests }) => requests.some(({ extensions }) => extensions?.pusher));
      await vi.waitFor(() => expect(isGranted()).toBe(true));
      await operation.publish(1);
      await recorder.untilNumbers(1);
      if (randoms.length > 0) {
        const random = vi.spyOn(Math, 'random').mockReturnValue(0);
        for (const each of randoms) random.mockReturnValueOnce(each);
      }
      const closed = performance.now();
      await proxy.stop(4200);
      operation.lose(2);
      await pause(closed + 1_050 - performance.now());
      await proxy.start();
      const opened = performance.now();
      expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
      expect(performance.now() - opened).toBeLessThan(2_500);
      await operation.publish(3);
      expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
      client.dispose();
    },
  );
});

describe('a lost last message', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;
  let recorder: Recorder;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await world.close();
  });

  it('is recovered when the page becomes visible again', async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', document);
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    operation.lose(1);
    document.visibilityState = 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    document.visibilityState = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('is recovered by the position check, if it is enabled', async () => {
    world.createClient({ pusher, positionCheckMilliseconds: 20 }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    operation.lose(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
  });

  it('is recovered when a second subscription to the same operation starts', async () => {
    const client = world.createClient({ pusher, holdBackMilliseconds: 20 });
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    operation.lose(1);
    const second = createRecorder();
    client.subscribe({ query }, second);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    await operation.publish(2);
    expect(await second.untilNumbers(1)).toEqual([2]);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
  });
});

describe('a revoked operation', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;
  let recorder: Recorder;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
  });
  afterEach(() => world.close());

  /** Ends the channel. The operation gets a new one. */
  async function revoke(): Promise<string> {
    const old = operation.channel;
    operation.channel = `${old}2`;
    await world.gateway.server.trigger(old, 'resubscribe', {});
    return old;
  }

  it('continues on its new channel for all its subscriptions, with no result lost or repeated', async () => {
    const client = world.createClient({ pusher });
    const second = createRecorder();
    client.subscribe({ query }, recorder);
    client.subscribe({ query }, second);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    operation.lose(2);
    const old = await revoke();
    await untilJoined(pusher, operation.channel);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(await second.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(pusher.channel(old)).toBeUndefined();
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('ends with an error for a client that is no longer authorized', async () => {
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    world.gateway.respondNext(() => ({ body: rejection('FORBIDDEN') }));
    await revoke();
    expect(await recorder.untilError()).toEqual(rejection('FORBIDDEN').errors);
    expect(pusher.allChannels()).toEqual([]);
  });

  it('continues on its new channel when the revocation happened while the client was disconnected', async () => {
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    pusher.disconnect();
    operation.lose(1);
    operation.channel = `${operation.channel}2`;
    pusher.connect();
    await untilJoined(pusher, operation.channel);
    await operation.publish(2);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    expect(pusher.allChannels()).toHaveLength(1);
  });
});
