import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type PusherInstance } from '../../src/client/index.ts';
import { Pusher, type PusherOptions } from '../support/pusher-js.ts';
import { createRecorder } from './support/recorder.ts';
import { app, rejection } from './support/scripted-gateway.ts';
import { startWorld, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('a client with only the URL', () => {
  let world: World;
  let disposals: (() => void)[];

  beforeEach(async () => {
    world = await startWorld();
    disposals = [];
  });
  afterEach(async () => {
    for (const dispose of disposals) dispose();
    await world.close();
  });

  function create(options?: Partial<Parameters<typeof createClient>[0]>) {
    const client = createClient({ url: world.gateway.url, retryWait: async () => undefined, ...options });
    disposals.push(client.dispose);
    return client;
  }

  it('requests the connection settings once, at the first subscription', async () => {
    const client = create({ headers: { authorization: 'Bearer me' } });
    expect(world.gateway.posts).toEqual([]);
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    client.subscribe({ query: 'subscription { other }' }, createRecorder());
    const posts = await world.gateway.untilPosts(2);
    expect(posts[0]?.requests).toEqual([{ query: '{ pusher { key cluster host port useTLS path } }' }]);
    expect(posts[0]?.headers.authorization).toBe('Bearer me');
    await world.gateway.operation(query).publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    expect(posts).toHaveLength(2);
  });

  it('creates the instance with the given constructor, and disconnects it on disposal', async () => {
    const made: Pusher[] = [];
    class Recorded extends Pusher {
      constructor(key: string, options: PusherOptions) {
        super(key, options);
        made.push(this);
      }
    }
    const client = create({ Pusher: Recorded, pusherOptions: { activityTimeout: 1_234 } });
    const [pusher] = await new Promise<PusherInstance[]>((resolve) => {
      client.on('connected', (each) => resolve([each]));
      client.subscribe({ query }, createRecorder());
    });
    expect(pusher).toBe(made[0]);
    expect(made[0]?.config).toMatchObject({ useTLS: false, wsHost: '127.0.0.1', activityTimeout: 1_234 });
    client.dispose();
    await new Promise<void>((resolve) => {
      if (made[0]?.connection.state === 'disconnected') resolve();
      made[0]?.connection.bind('disconnected', () => resolve());
    });
  });

  it.each([
    [
      { key: 'k', cluster: 'eu', useTLS: true },
      { cluster: 'eu', forceTLS: true },
    ],
    [
      { key: 'k', cluster: null, host: 'ws.example', port: 6001, useTLS: false },
      {
        cluster: '',
        forceTLS: false,
        wsHost: 'ws.example',
        httpHost: 'ws.example',
        wsPort: 6001,
        wssPort: 6001,
        httpPort: 6001,
        httpsPort: 6001,
      },
    ],
    [
      { key: 'k', cluster: null, host: 'ws.example', port: 443, useTLS: true, path: '/ws' },
      {
        ...{ cluster: '', forceTLS: true, wsHost: 'ws.example', wsPort: 443, wssPort: 443 },
        ...{ httpHost: 'ws.example', httpPort: 443, httpsPort: 443 },
        ...{ wsPath: '/ws', httpPath: '/ws' },
      },
    ],
  ])('connects with the settings of the server: %j', async (pusher, expected) => {
    const options: object[] = [];
    class Unconnected {
      constructor(_: string, given: object) {
        options.push(given);
        throw new Error('enough');
      }
    }
    world.gateway.respondNext(() => ({ body: { data: { pusher } } }));
    const recorder = createRecorder();
    create({ Pusher: Unconnected as never }).subscribe({ query }, recorder);
    await recorder.untilError();
    expect(options).toEqual([{ enableStats: false, ...expected }]);
  });

  it('passes an error of the settings request to the sink, and requests again for the next subscription', async () => {
    const client = create();
    const [first, second, third] = [createRecorder(), createRecorder(), createRecorder()];
    world.gateway.respondNext(() => ({ status: 401, body: rejection('UNAUTHENTICATED') }));
    client.subscribe({ query }, first);
    expect(await first.untilError()).toEqual(rejection('UNAUTHENTICATED').errors);
    world.gateway.respondNext(() => ({ body: { data: { pusher: null } } }));
    client.subscribe({ query }, second);
    expect(String(await second.untilError())).toContain('returned no Pusher connection');
    client.subscribe({ query }, third);
    await world.gateway.untilPosts(4);
    await world.gateway.operation(query).publish(1);
    expect(await third.untilNumbers(1)).toEqual([1]);
  });

  it.each(['GRAPHQL_VALIDATION_FAILED', 'PERSISTED_OPERATION_REQUIRED'])(
    'sends the query of earlier clients to a gateway of an earlier version (%s)',
    async (code) => {
      world.gateway.respondNext(() => ({ status: 400, body: rejection(code) }));
      const recorder = createRecorder();
      create().subscribe({ query }, recorder);
      const posts = await world.gateway.untilPosts(3);
      expect(posts[1]?.requests).toEqual([{ query: '{ pusher { key cluster host port useTLS } }' }]);
      await world.gateway.operation(query).publish(1);
      expect(await recorder.untilNumbers(1)).toEqual([1]);
    },
  );

  it('retries during an outage', async () => {
    world.gateway.respondNext(() => ({ status: 503, body: rejection('STORE_UNAVAILABLE') }));
    const recorder = createRecorder();
    create().subscribe({ query }, recorder);
    await world.gateway.untilPosts(3);
    await world.gateway.operation(query).publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
  });

  it('creates a new instance after Pusher has rejected the first for good', async () => {
    const client = create();
    const [first, second] = [createRecorder(), createRecorder()];
    const { posts } = world.gateway;
    const connection = {
      key: 'no-such-key',
      cluster: null,
      host: '127.0.0.1',
      port: world.channelsPort,
      useTLS: false,
    };
    world.gateway.respondNext(() => ({ body: { data: { pusher: connection } } }));
    client.subscribe({ query }, first);
    expect(String(await first.untilError())).toContain('4001');
    client.subscribe({ query }, second);
    await world.gateway.untilPosts(3);
    await world.gateway.operation(query).publish(1);
    expect(await second.untilNumbers(1)).toEqual([1]);
    expect(posts).toHaveLength(3);
    expect(app.key).not.toBe('no-such-key');
  });
});
