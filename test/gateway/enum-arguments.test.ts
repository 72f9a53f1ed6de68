import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { authorizedByMutation } from './support/authorized-by-mutation.ts';

describe('an enum in a channel', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada');
    stack = await startStack({
      typeDefs: /* GraphQL */ `
        type Query { hello: String }
        enum Level { LOW HIGH }
        type Subscription { alarmed(level: Level!): String! @channel(name: "alarm-{level}") }
      `,
      // Resolvers know the levels as numbers.
      resolvers: { Level: { LOW: 1, HIGH: 2 } },
    });
  });
  afterAll(() => stack.close());

  it('goes by its name, whatever resolvers know it as', async () => {
    const { pusher, socketId } = await stack.connect(authorizedByMutation(stack, token));
    const plain = collect(pusher.subscribe('private-alarm-HIGH'), 'alarmed');
    await plain.joined;
    const { position } = await stack.grant(socketId, {
      query: 'subscription { alarmed(level: HIGH) }',
      token,
    });
    await stack.gateway.publish('alarmed', { level: 'HIGH' }, 'by name');
    await stack.gateway.publish('alarmed', { level: 2 }, 'by value');
    await stack.gateway.publish('alarmed', { level: 'LOW' }, 'another');
    expect([await plain.next(), await plain.next()]).toEqual(['by name', 'by value']);
    const resumed = await stack.grant(socketId, {
      query: 'subscription { alarmed(level: HIGH) }',
      token,
      extensions: { pusher: { position } },
    });
    expect(resumed.missed?.map(({ result }) => result.data?.alarmed)).toEqual(['by name', 'by value']);
  });
});
