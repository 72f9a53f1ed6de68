import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejectionOf } from '../../src/client/ordering/rejection.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { createRecorder, type Recorder } from './support/recorder.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('a Pusher instance that other components use', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;
  let recorder: Recorder;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    await recorder.untilNumbers(1);
  });
  afterEach(() => world.close());

  const damages: [string, (channel: string) => unknown][] = [
    ['unsubscribes from the channel', (channel) => pusher.unsubscribe(channel)],
    ['unsubscribes through the channel', (channel) => pusher.channel(channel).unsubscribe()],
    ['unbinds all listeners', (channel) => pusher.channel(channel).unbind_all()],
    ['unbinds the event', (channel) => pusher.channel(channel).unbind('result')],
  ];

  it.each(damages)('loses no result when one of them %s', async (_, damage) => {
    damage(operation.channel);
    await operation.publish(2);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
  });

  it.each(damages)('loses no result after a reconnect when one of them %s', async (_, damage) => {
    damage(operation.channel);
    pusher.disconnect();
    await operation.publish(2);
    pusher.connect();
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
  });
});

describe('a late copy of an older message', () => {
  it('in the cache of the channel hides no result from a client that joins', async () => {
    const world = await startWorld();
    const operation = world.gateway.operation(query);
    const old = operation.lose(1);
    operation.lose(2);
    const release = world.gateway.delayResponses();
    const recorder = createRecorder();
    world.createClient().subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.publish(3);
    await operation.send(old);
    release();
    expect(await recorder.untilNumbers(1)).toEqual([3]);
    await world.close();
  });
});

describe('a rejection that hosted Pusher reports as an error of the connection', () => {
  const refuses = (message: string, channel: string, isPending = true): boolean =>
    rejectionOf({ type: 'PusherError', data: { code: null, message } }, channel, isPending) !== undefined;

  it.each([
    'Invalid signature: Expected HMAC SHA256 hex digest of 12.34:private-a,b, but got 00ff',
    'Invalid signature: Expected HMAC SHA256 hex digest of 12.34:private-a,b:{"user_id":1}, but got 00ff',
    'Auth info required to subscribe to private-a,b',
    "Auth value for subscription to private-a,b is invalid: should be of format 'key:signature'",
  ])('applies to the channel that it names: %s', (message) => {
    expect(refuses(message, 'private-a,b')).toBe(true);
    expect(refuses(message, 'private-a')).toBe(false);
    expect(refuses(message, 'private-a,bc')).toBe(false);
  });

  it('applies to all pending channels when it names no channel', () => {
    const message = "Invalid key in subscription auth data: 'K'";
    expect(refuses(message, 'private-a')).toBe(true);
    expect(refuses(message, 'private-a', false)).toBe(false);
  });

  it('is ignored when the channel is already joined', () => {
    expect(refuses('Existing subscription to channel private-a', 'private-a')).toBe(false);
  });
});
