import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecorder } from './support/recorder.ts';
import { refusal } from './support/scripted-gateway.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('subscribing', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('brings every result that follows the answer, in order', async () => {
    const operation = world.gateway.operation(query);
    await operation.publish('before');
    const recorder = createRecorder();
    world.createClient().subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    for (const n of [1, 2, 3]) await operation.publish(n);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
  });

  it('sends the operation with the socket id, and what the application sends along', async () => {
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

  it('takes typed documents, which are text in disguise', async () => {
    const client = world.createClient();
    client.subscribe({ query: Object.assign(new String(query), { __meta__: {} }) }, createRecorder());
    const [post] = await world.gateway.untilPosts(1);
    expect(post?.requests[0]?.query).toBe(query);
  });

  it('sends what is due in one tick as one request, and at most ten in each', async () => {
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

  it('receives a result that was sent between the answer and the join', async () => {
    const operation = world.gateway.operation(query);
    const recorder = createRecorder();
    const release = world.gateway.holdAnswers();
    world.createClient().subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(1);
    await operation.publish(2);
    release();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
  });

  it('does not join when it was disposed of while the answer was on its way', async () => {
    const pusher = world.createPusher();
    const client = world.createClient({ pusher });
    const release = world.gateway.holdAnswers();
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

  it('does not even ask when it was disposed of before there is a connection', async () => {
    const client = world.createClient();
    client.subscribe({ query }, createRecorder())();
    client.subscribe({ query: 'subscription { other }' }, createRecorder());
    const [post] = await world.gateway.untilPosts(1);
    expect(post?.requests).toHaveLength(1);
    expect(post?.requests[0]?.query).toBe('subscription { other }');
  });

  it('leaves the channel when it is disposed of, and completes the sink once', async () => {
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

  it('does not join again on the next connection when it was disposed of while joining', async () => {
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

  it('hands the errors of a refusal to the sink, and to no other of the same request', async () => {
    const client = world.createClient();
    const [refused, granted] = [createRecorder(), createRecorder()];
    const operation = world.gateway.operation(query);
    world.gateway.answerNext(({ requests }) => ({
      body: [
        refusal('FORBIDDEN'),
        {
          data: null,
          extensions: { pusher: operation.grant({ socketId: '', ...requests[1]?.extensions?.pusher }) },
        },
      ],
    }));
    client.subscribe({ query: 'subscription { secret }' }, refused);
    client.subscribe({ query }, granted);
    expect(await refused.untilError()).toEqual(refusal('FORBIDDEN').errors);
    await operation.publish(1);
    expect(await granted.untilNumbers(1)).toEqual([1]);
    expect(refused.completions).toBe(0);
  });

  it('hands the errors over when the whole request was refused', async () => {
    const recorders = [createRecorder(), createRecorder()];
    const client = world.createClient();
    world.gateway.answerNext(() => ({ status: 401, body: refusal('UNAUTHENTICATED') }));
    for (const recorder of recorders) client.subscribe({ query }, recorder);
    for (const recorder of recorders) {
      expect(await recorder.untilError()).toEqual(refusal('UNAUTHENTICATED').errors);
    }
  });

  it('answers a query with its result', async () => {
    const recorder = createRecorder();
    world.createClient().subscribe({ query: '{ me }' }, recorder);
    await recorder.until(() => recorder.completions === 1);
    expect(recorder.results).toEqual([{ data: { echo: '{ me }' } }]);
  });

  it('completes when the operation has ended, after results that the end overtook', async () => {
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

  it('survives a sink that throws, and tells', async () => {
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

  it('completes all and cannot be used any more when the client is disposed of', async () => {
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
