import type { ChannelAuthorizationHandler } from 'pusher-js';
import pusher7 from 'pusher-js-7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecorder } from './support/recorder.ts';
import { app } from './support/scripted-gateway.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

/** A CommonJS module whose types declare a `default` export. */
const Pusher7 = pusher7 as unknown as typeof pusher7.default;
const query = 'subscription { n }';

describe("the application's own Pusher instance", () => {
  let world: World;
  let requested: string[];
  let authorizeOwn: ChannelAuthorizationHandler;

  beforeEach(async () => {
    world = await startWorld();
    requested = [];
    authorizeOwn = ({ channelName, socketId }, callback) => {
      requested.push(channelName);
      callback(null, world.gateway.server.authorizeChannel(socketId, channelName));
    };
  });
  afterEach(() => world.close());

  it('uses its own authorizer for its own channels', async () => {
    const pusher = world.createPusher({ channelAuthorization: { customHandler: authorizeOwn } });
    const { channel } = world.gateway.operation(query);
    world.createClient({ pusher }).subscribe({ query }, createRecorder());
    await untilJoined(pusher, channel);
    pusher.subscribe('private-mine');
    await untilJoined(pusher, 'private-mine');
    pusher.disconnect();
    pusher.connect();
    await untilJoined(pusher, channel);
    await untilJoined(pusher, 'private-mine');
    expect(requested).toEqual(['private-mine', 'private-mine']);
  });

  it('has its authorizer restored when the last subscription has ended', async () => {
    const pusher = world.createPusher({ channelAuthorization: { customHandler: authorizeOwn } });
    const clients = [world.createClient({ pusher }), world.createClient({ pusher })];
    for (const client of clients) client.subscribe({ query }, createRecorder());
    await untilJoined(pusher, world.gateway.operation(query).channel);
    clients[0]?.dispose();
    expect(pusher.config.channelAuthorizer).not.toBe(authorizeOwn);
    clients[1]?.dispose();
    expect(pusher.config.channelAuthorizer).toBe(authorizeOwn);
  });

  it('keeps an authorizer that wraps the one of the client', async () => {
    const pusher = world.createPusher({ channelAuthorization: { customHandler: authorizeOwn } });
    const client = world.createClient({ pusher });
    const dispose = client.subscribe({ query }, createRecorder());
    const { channel } = world.gateway.operation(query);
    await untilJoined(pusher, channel);
    const ours = pusher.config.channelAuthorizer;
    const wrapper: typeof ours = (request, callback) => ours(request, callback);
    pusher.config.channelAuthorizer = wrapper;
    dispose();
    expect(pusher.config.channelAuthorizer).toBe(wrapper);
    pusher.subscribe('private-mine');
    await untilJoined(pusher, 'private-mine');
    client.subscribe({ query }, createRecorder());
    await untilJoined(pusher, channel);
    expect(requested).toEqual(['private-mine']);
  });

  it('authorizes operation channels after switchCluster, which removes the authorizer of the client', async () => {
    const pusher = world.createPusher({ channelAuthorization: { customHandler: authorizeOwn } });
    const operation = world.gateway.operation(query);
    const recorder = createRecorder();
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    const before = pusher.connection.socket_id;
    pusher.switchCluster({ appKey: pusher.key, cluster: 'eu' });
    await new Promise<void>((resolve) => {
      pusher.connection.bind('connected', () => resolve());
    });
    expect(pusher.connection.socket_id).not.toBe(before);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    expect(requested).toEqual([]);
  });

  it('keeps its own bindings and subscription on an operation channel', async () => {
    const pusher = world.createPusher();
    const operation = world.gateway.operation(query);
    const client = world.createClient({ pusher });
    const recorder = createRecorder();
    const dispose = client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    const own = createRecorder();
    pusher
      .subscribe(operation.channel)
      .bind('result', (message: { result: never }) => own.next(message.result));
    await operation.publish(1);
    expect(await own.untilNumbers(1)).toEqual([1]);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    dispose();
  });

  it('can be an instance of pusher-js 7', async () => {
    const options = { cluster: '', wsHost: '127.0.0.1', wsPort: world.channelsPort, forceTLS: false };
    const pusher = new Pusher7(app.key, { ...options, enabledTransports: ['ws'] });
    const operation = world.gateway.operation(query);
    const client = world.createClient({ pusher });
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(1);
    await recorder.untilNumbers(1);
    pusher.disconnect();
    await operation.publish(2);
    pusher.connect();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    client.dispose();
    pusher.disconnect();
  });

  it('can be a promise or a function', async () => {
    const pusher = world.createPusher();
    for (const given of [Promise.resolve(pusher), () => pusher, async () => pusher]) {
      const client = world.createClient({ pusher: given });
      const recorder = createRecorder();
      client.subscribe({ query }, recorder);
      await untilJoined(pusher, world.gateway.operation(query).channel);
      client.dispose();
    }
  });

  it('is requested again by the next subscription after an error', async () => {
    let tries = 0;
    const client = world.createClient({
      pusher: () => {
        if (++tries === 1) throw new Error('not yet');
        return world.createPusher();
      },
    });
    const [first, second] = [createRecorder(), createRecorder()];
    client.subscribe({ query }, first);
    expect(await first.untilError()).toMatchObject({ message: 'not yet' });
    client.subscribe({ query }, second);
    await world.gateway.untilPosts(1);
    await world.gateway.operation(query).publish(1);
    expect(await second.untilNumbers(1)).toEqual([1]);
  });
});
