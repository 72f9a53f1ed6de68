import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestGateway } from 'graphql-pusher/testing';
import { resolvers, typeDefs } from './chat-gateway.ts';

// #region test
test('who is in the room hears what is said', async () => {
  await using gateway = await createTestGateway({ typeDefs, resolvers });
  const query = 'subscription ($roomId: ID!) { said(roomId: $roomId) { text author } }';
  const heard = await gateway.subscribe(query, { roomId: 'dogs' }, { sub: 'ada' });

  const say = 'mutation { say(roomId: "dogs", text: "woof") { text } }';
  await gateway.request(say, {}, await gateway.token({ sub: 'bob' }));

  assert.deepEqual((await heard.next()).value, { data: { said: { text: 'woof', author: 'bob' } } });
});
// #endregion test
