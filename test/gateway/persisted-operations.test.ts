import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! }
`;
const text = 'subscription ($r: ID!) { messageAdded(roomId: $r) { id } }';

describe('persisted operations', () => {
  let stack: Stack;
  afterEach(() => stack.close());

  const start = async (only: boolean): Promise<void> => {
    const documents = { abc: text, hello: '{ hello }' };
    stack = await startStack({ typeDefs, persistedOperations: { documents, only } });
  };

  async function post(body: object) {
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('ada')}` },
        body: JSON.stringify(body),
      }),
    );
    return await response.json();
  }

  it('have the same channel by id, by hash and by text', async () => {
    await start(false);
    const rest = { variables: { r: '1' }, extensions: { pusher: { socketId: '1.2' } } };
    const byText = await post({ query: text, ...rest });
    const byId = await post({ documentId: 'abc', ...rest });
    const byHash = await post({
      ...rest,
      extensions: { ...rest.extensions, persistedQuery: { version: 1, sha256Hash: 'abc' } },
    });
    expect(byText.extensions.pusher.channel).toMatch(/^private-cache-gql-/);
    expect(byId.extensions.pusher.channel).toBe(byText.extensions.pusher.channel);
    expect(byHash.extensions.pusher.channel).toBe(byText.extensions.pusher.channel);
  });

  it.each(['nothing', 'constructor', '__proto__'])(
    'an id that names none is refused: %s',
    async (documentId) => {
      await start(false);
      expect(await post({ documentId })).toMatchObject({
        errors: [{ extensions: { code: 'PERSISTED_OPERATION_NOT_FOUND' } }],
      });
    },
  );

  it('may be all that is taken, and our client works all the same', async () => {
    await start(true);
    expect(await post({ query: text })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_OPERATION_REQUIRED' } }],
    });
    expect(await post({ query: '{ __schema { queryType { name } } }' })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_OPERATION_REQUIRED' } }],
    });
    expect(await post({ documentId: 'hello' })).toEqual({ data: { hello: null } });
    const client = createClient({
      url: 'http://gateway.test/graphql',
      Pusher: Pusher as never,
      headers: { authorization: `Bearer ${await tokenFor('ada')}` },
      fetch: (input, init) => stack.gateway.fetch(new Request(input as string, init)),
    });
    let ready = (): void => undefined;
    const joined = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const received = new Promise((resolve, reject) => {
      client.subscribe({ documentId: 'abc', variables: { r: '1' } } as never, {
        next: resolve,
        error: reject,
        complete: () => undefined,
        ready,
      });
    });
    await Promise.race([joined, received]);
    await stack.gateway.publish('messageAdded', { roomId: '1' }, { id: 7 });
    expect(await received).toEqual({ data: { messageAdded: { id: '7' } } });
    await client.dispose();
  });
});
