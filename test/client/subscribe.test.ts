import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecorder } from './support/recorder.ts';
import { rejection } from './support/scripted-gateway.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('a subscription', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('receives every result after its grant, in order', async () => {
    const operation = world.gateway.operation(query);
    await operation.publish('before');
    const recorder = createRecorder();
    world.createClient().subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    for (const n of [1, 2, 3]) await operation.publish(n);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
  });

  it('is sent with the socket id and the other properties of its payload', async () => {
    const pusher = world.createPusher();
    const client = world.createClient({ pusher, headers: async () => ({ authorization: 'Bearer me' }) });
    const payload = {
      query,
      variables: { a: 1 },
      operationName: 'N',
      extensions: { persistedQuery: { version: 1 } },
    };
    client.subscribe(payload, createRecorder());
    const [post] = await world.gateway.untilPosts(1);
    const socketId = pusher.connection.socket_id;
    expect(post?.requests).toEqual([
      { ...payload, extensions: { ...payload.extensions, pusher: { socketId } } },
    ]);
    expect(post?.isBatch).toBe(false);
    expect(post?.headers.authorization).toBe('Bearer me');
  });

  it('accepts a typed document', async () => {
    const client = world.createClient();
    client.subscribe({ query: Object.assign(new String(query), { __meta__: {} }) }, createRecorder());
    const [post] = await world.gateway.untilPosts(1);
    expect(post?.requests[0]?.query).toBe(query);
  });

  it('is sent in one request with the others of the same tick, at most ten per request', async () => {
    const client = world.createClient();
    for (let count = 0; count < 12; count++) {
      client.subscribe({ query: `subscription { n${count} }` }, createRecorder());
    }
    const posts = await world.gateway.untilPosts(2);
    expect(posts.map(({ isBatch, requests }) => [isBatch, requests.length])).toEqual([
      [true, 10],
      [true, 2],
    ]);
  });

  it('receives a result that was sent between the grant and the join', async () => {
    const operation = world.gateway.operation(query);
    const recorder = createRecorder();
    const release = world.gateway.delayResponses();
    world.createClient().subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(1);
    await operation.publish(2);
    release();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
  });

  it('does not join when it is disposed before the response', async () => {
    const pusher = world.createPusher();
    const client = world.createClient({ pusher });
    const release = world.gateway.delayResponses();
    const recorder = createRecorder();
    const dispose = client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    dispose();
    release();
    const other = createRecorder();
    client.subscribe({ query: 'subscription { other }' }, other);
    await untilJoined(pusher, world.gateway.operation('subscription { other }').channel);
    expect(pusher.allChannels().map(({ name }) => name)).toEqual(['private-cache-gql-subscription-other-']);
    expect(recorder.completions).toBe(1);
  });

  it('is not sent when it is disposed before the client is connected', async () => {
    const client = world.createClient();
    client.subscribe({ query }, createRecorder())();
    client.subscribe({ query: 'subscription { other }' }, createRecorder());
    const [post] = await world.gateway.untilPosts(1);
    expect(post?.requests).toHaveLength(1);
    expect(post?.requests[0]?.query).toBe('subscription { other }');
  });

  it('leaves the channel when it is disposed, and completes the sink once', async () => {
    const pusher = world.createPusher();
    const operation = world.gateway.operation(query);
    const recorder = createRecorder();
    const dispose = world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    dispose();
    dispose();
    expect(pusher.channel(operation.channel)).toBeUndefined();
    expect(recorder.completions).toBe(1);
  });

  it('does not join on the next connection when it is disposed during the join', async () => {
    const pusher = world.createPusher();
    const operation = world.gateway.operation(query);
    const dispose = world.createClient({ pusher }).subscribe({ query }, createRecorder());
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (pusher.channel(operation.channel)?.subscriptionPending) resolve();
        else setImmediate(check);
      };
      check();
    });
    dispose();
    pusher.disconnect();
    expect(pusher.channel(operation.channel)).toBeUndefined();
  });

  it('receives the errors of its own rejection, and the others of the same request do not', async () => {
    const client = world.createClient();
    const [rejected, granted] = [createRecorder(), createRecorder()];
    const operation = world.gateway.operation(query);
    world.gateway.respondNext(({ requests }) => ({
      body: [
        rejection('FORBIDDEN'),
        {
          data: null,
          extensions: { pusher: operation.grant({ socketId: '', ...requests[1]?.extensions?.pusher }) },
        },
      ],
    }));
    client.subscribe({ query: 'subscription { secret }' }, rejected);
    client.subscribe({ query }, granted);
    expect(await rejected.untilError()).toEqual(rejection('FORBIDDEN').errors);
    await operation.publish(1);
    expect(await granted.untilNumbers(1)).toEqual([1]);
    expect(rejected.completions).toBe(0);
  });

  it('receives the errors when the server rejects the whole request', async () => {
    const recorders = [createRecorder(), createRecorder()];
    const client = world.createClient();
    world.gateway.respondNext(() => ({ status: 401, body: rejection('UNAUTHENTICATED') }));
    for (const recorder of recorders) client.subscribe({ query }, recorder);
    for (const recorder of recorders) {
      expect(await recorder.untilError()).toEqual(rejection('UNAUTHENTICATED').errors);
    }
  });

  it('to a query receives its result and completes', async () => {
    const recorder = createRecorder();
    world.createClient().subscribe({ query: '{ me }' }, recorder);
    await recorder.until(() => recorder.completions === 1);
    expect(recorder.results).toEqual([{ data: { echo: '{ me }' } }]);
  });

  it('completes when the operation has ended, after results that arrive later than the end', async () => {
    const operation = world.gateway.operation(query);
    const recorder = createRecorder();
    const pusher = world.createPusher();
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    const late = operation.lose(1);
    await operation.send({}, 'complete');
    await operation.send(late);
    await recorder.until(() => recorder.completions === 1);
    expect(recorder.numbers).toEqual([1]);
  });

  it('continues after its sink throws, and the client emits the error', async () => {
    const operation = world.gateway.operation(query);
    const client = world.createClient();
    const [thrown, recorder] = [createRecorder(), createRecorder()];
    const failure = new Error('not my day');
    client.on('error', thrown.next as (error: unknown) => void);
    client.subscribe(
      { query },
      {
        ...createRecorder(),
        next: () => {
          throw failure;
        },
      },
    );
    client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(1);
    await operation.publish(2);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    expect(thrown.results).toEqual([failure, failure]);
  });

  it('receives encrypted results', async () => {
    const operation = world.gateway.operation(query, 'private-encrypted-cache-gql-');
    const recorder = createRecorder();
    world.createClient().subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
  });

  it('completes when the client is disposed, which cannot be used afterwards', async () => {
    const pusher = world.createPusher();
    const client = world.createClient({ pusher });
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, world.gateway.operation(query).channel);
    client.dispose();
    expect(recorder.completions).toBe(1);
    expect(pusher.allChannels()).toEqual([]);
    expect(pusher.connection.state).toBe('connected');
    expect(() => client.subscribe({ query }, recorder)).toThrow('disposed');
  });
});
