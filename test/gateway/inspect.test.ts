import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { authorizedByMutation } from './support/authorized-by-mutation.ts';

describe('inspecting channels', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada');
    stack = await startStack({
      typeDefs: 'type Query { hello: String }',
      rules: { channel: () => true, inspect: () => true, trigger: () => true },
    });
    for (const sub of ['ada', 'bob']) {
      const { pusher } = await stack.connect(authorizedByMutation(stack, await tokenFor(sub)));
      for (const name of ['presence-room', 'presence-cache-room', 'private-room', 'cache-news']) {
        await collect(pusher.subscribe(name), 'e').joined;
      }
    }
  });
  afterAll(() => stack.close());

  const ask = async (query: string) => {
    const { data, errors } = await stack.request({ query, token });
    expect(errors).toBeUndefined();
    return data;
  };

  it('lists the channels that somebody is on, all or by their beginning', async () => {
    const names = async (argument: string): Promise<string[]> => {
      const { channels } = await ask(`{ channels${argument} { name } }`);
      return channels.map(({ name }: { name: string }) => name).sort();
    };
    expect(await names('')).toEqual(['cache-news', 'presence-cache-room', 'presence-room', 'private-room']);
    expect(await names('(filterByPrefix: "presence-")')).toEqual(['presence-cache-room', 'presence-room']);
    expect(await names('(filterByPrefix: "nothing-")')).toEqual([]);
  });

  it('counts who is on each', async () => {
    expect(
      await ask('{ channels(filterByPrefix: "presence-r") { name userCount subscriptionCount } }'),
    ).toEqual({ channels: [{ name: 'presence-room', userCount: 2, subscriptionCount: 2 }] });
    expect(
      await ask('{ channels(filterByPrefix: "private-") { name userCount subscriptionCount } }'),
    ).toEqual({ channels: [{ name: 'private-room', userCount: null, subscriptionCount: 2 }] });
    expect(
      await ask(
        '{ channels(filterByPrefix: "presence-r", info: [USER_COUNT]) { name userCount subscriptionCount } }',
      ),
    ).toEqual({ channels: [{ name: 'presence-room', userCount: 2, subscriptionCount: null }] });
  });

  it('tells of one channel what applies to it', async () => {
    const all = 'name occupied userCount subscriptionCount cache { data ttl }';
    const channel = async (name: string, fields = all) =>
      (await ask(`{ channel(name: "${name}") { ${fields} } }`)).channel;
    expect(await channel('presence-room')).toEqual({
      name: 'presence-room',
      occupied: true,
      userCount: 2,
      subscriptionCount: 2,
      cache: null,
    });
    expect(await channel('private-nobody')).toEqual({
      name: 'private-nobody',
      occupied: false,
      userCount: null,
      subscriptionCount: 0,
      cache: null,
    });
    expect(await channel('cache-news')).toMatchObject({ occupied: true, cache: null });
    await ask(
      'mutation { trigger(channels: ["cache-news"], event: "e", data: { a: 1 }) { channels { name } } }',
    );
    expect(await channel('cache-news')).toMatchObject({
      cache: { data: { a: 1 }, ttl: expect.any(Number) },
    });
    expect(await channel('private-room', 'occupied')).toEqual({ occupied: true });
  });

  it('names the members of a presence channel', async () => {
    const { presenceMembers } = await ask('{ presenceMembers(channel: "presence-room") }');
    expect(presenceMembers.sort()).toEqual(['ada', 'bob']);
    expect(await ask('{ presenceMembers(channel: "presence-empty") }')).toEqual({ presenceMembers: [] });
  });

  it('tells anybody how to connect', async () => {
    expect(await stack.request({ query: '{ pusher { key cluster host port useTLS } }' })).toMatchObject({
      data: {
        pusher: { key: 'test-key', cluster: null, host: '127.0.0.1', port: stack.port, useTLS: false },
      },
    });
  });
});
