import { buildSchema } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { channelTypeDefs, createEngine, readSubscriptionFields } from '../../src/core/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Stack, startStack } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said(roomId: ID!): Int! @channel(name: "room-{roomId}") }
`;

let stack: Stack;
afterEach(() => stack.close());

it('both publishers of an event with the same id hear what became of it', async () => {
  stack = await startStack({ typeDefs });
  const schema = buildSchema(`${channelTypeDefs} ${typeDefs}`);
  const engine = createEngine({
    schema,
    fields: readSubscriptionFields(schema),
    rules: {},
    store: createSqliteStore(':memory:'),
    transport: stack.transport,
    contextOf: () => ({}),
    formatError: (error) => error.toJSON(),
    onError: (error) => {
      throw error;
    },
  });
  // The test ends long before its time: only the outcome resolves these.
  const publish = () =>
    engine.publish('said', { roomId: '1' }, 1, { id: 'the-event', timeout: 24 * 60 * 60 * 1000 });
  const outcomes = await Promise.all([publish(), publish(), publish()]);
  expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ id: 'the-event', status: 'sent' })));
});
