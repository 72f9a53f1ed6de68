import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pusher } from '../support/pusher-js.ts';
import { rejection } from './support/scripted-gateway.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('an iterator', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
  });
  afterEach(() => world.close());

  it('yields all results, also those that arrive before the first read, and unsubscribes with the loop', async () => {
    const results = world.createClient({ pusher }).iterate<{ n: number }>({ query });
    await untilJoined(pusher, operation.channel);
    for (const n of [1, 2, 3]) await operation.publish(n);
    const seen: unknown[] = [];
    for await (const { data } of results) {
      seen.push(data?.n);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(pusher.channel(operation.channel)).toBeUndefined();
  });

  it('ends while a read waits for the next result', async () => {
    const results = world.createClient({ pusher }).iterate({ query });
    await untilJoined(pusher, operation.channel);
    const next = results.next();
    await results.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await results.next()).toEqual({ done: true, value: undefined });
    expect(pusher.channel(operation.channel)).toBeUndefined();
  });

  it('ends before its first read', async () => {
    const results = world.createClient({ pusher }).iterate({ query });
    expect(await results.return?.()).toEqual({ done: true, value: undefined });
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it('throws the error of the subscription, after the results before it', async () => {
    const results = world.createClient({ pusher }).iterate({ query });
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    expect((await results.next()).value).toEqual({ data: { n: 1 } });
    world.gateway.respondNext(() => ({ body: rejection('FORBIDDEN') }));
    await operation.send({}, 'resubscribe');
    await expect(results.next()).rejects.toEqual(rejection('FORBIDDEN').errors);
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  it('ends when the operation completes, and when the client is disposed', async () => {
    const client = world.createClient({ pusher, holdBackMilliseconds: 10 });
    const results = client.iterate({ query });
    await untilJoined(pusher, operation.channel);
    await operation.send({}, 'complete');
    expect(await results.next()).toEqual({ done: true, value: undefined });
    const others = client.iterate({ query: 'subscription { other }' });
    const next = others.next();
    client.dispose();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
