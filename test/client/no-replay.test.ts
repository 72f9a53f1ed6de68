import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../src/client/index.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { createRecorder } from './support/recorder.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWebSocketProxy, type WebSocketProxy } from './support/websocket-proxy.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('with a Pusher server that sends neither the last message of a cache channel nor a cache miss', () => {
  let world: World;
  let proxy: WebSocketProxy;
  let pusher: Pusher;
  let client: Client;
  let operation: ScriptedOperation;

  beforeEach(async () => {
    world = await startWorld();
    proxy = await startWebSocketProxy({ target: world.channelsPort, dropsReplays: true });
    pusher = world.createPusher({ wsPort: proxy.port });
    client = world.createClient({ pusher });
    operation = world.gateway.operation(query);
  });
  afterEach(async () => {
    await world.close();
    await proxy.stop(1001);
  });

  it('a client that joins after a publish loses no result', async () => {
    await operation.publish('before');
    const release = world.gateway.delayResponses();
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(1);
    await operation.publish(2);
    release();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(recorder.numbers).toEqual([1, 2, 3]);
  });

  it('a client that joins again after a publish loses no result', async () => {
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    await recorder.untilNumbers(1);
    const release = world.gateway.delayResponses();
    const requested = world.gateway.posts.length;
    pusher.disconnect();
    pusher.connect();
    await world.gateway.untilPosts(requested + 1);
    await operation.publish(2);
    release();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
  });

  it('the client recovers once per join', async () => {
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(2);
    await operation.publish(1);
    await recorder.untilNumbers(1);
    // The request of a later join arrives 1 s after that join. A repeated request for the first channel would be earlier.
    client.subscribe({ query: 'subscription { other }' }, createRecorder());
    const posts = await world.gateway.untilPosts(4);
    expect(posts.map(({ requests }) => requests.map((each) => each.query))).toEqual(
      [query, query, 'subscription { other }', 'subscription { other }'].map((each) => [each]),
    );
  });
});
