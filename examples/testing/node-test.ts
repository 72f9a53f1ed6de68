import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestGateway } from 'graphql-pusher/testing';
import { resolvers, typeDefs } from './chat-gateway.ts';

// #region test
test('a subscriber receives the messages of the room', async () => {
  await using gateway = await createTestGateway({ typeDefs, resolvers });
  const query = 'subscription ($roomId: ID!) { said(roomId: $roomId) { text author } }';
  const results = await gateway.subscribe(query, { roomId: 'dogs' }, { sub: 'ada' });

  const say = 'mutation { say(roomId: "dogs", text: "woof") { text } }';
  await gateway.request(say, {}, await gateway.token({ sub: 'bob' }));

  assert.deepEqual((await results.next()).value, { data: { said: { text: 'woof', author: 'bob' } } });
});
// #endregion test
