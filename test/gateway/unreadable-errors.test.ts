import { GraphQLError } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { fails: String }
  type Subscription { said(room: ID!): Message! @channel(name: "room-{room}") }
  type Message { text: String!, fails: String }
`;
const thrown: Record<string, () => unknown> = {
  'an error whose toJSON throws': () =>
    Object.assign(new GraphQLError('odd'), {
      toJSON() {
        throw new Error('toJSON failed');
      },
    }),
  'an error whose extensions throw': () =>
    Object.defineProperty(new Error('odd'), 'extensions', {
      get() {
        throw new Error('extensions failed');
      },
    }),
  'an error whose message throws': () =>
    Object.defineProperty(new Error('odd'), 'message', {
      get() {
        throw new Error('message failed');
      },
    }),
  'a value that is no error': () => Object.create(null) as unknown,
};

describe.each(Object.entries(thrown))('a resolver that throws %s', (_, create) => {
  let stack: Stack;
  afterEach(() => stack.close());

  const fails = () => {
    throw create();
  };
  const start = async () => {
    stack = await startStack({ typeDefs, resolvers: { Query: { fails }, Message: { fails } } });
    return tokenFor('ada');
  };

  it('fails its own operation; the other operations of the topic continue', async () => {
    const token = await start();
    const failing = { query: 'subscription { said(room: "1") { fails } }', token };
    const working = { query: 'subscription { said(room: "1") { text } }', token };
    const before = [await stack.grant('1.2', failing), await stack.grant('1.2', working)];
    for (const text of ['a', 'b']) await stack.gateway.publish('said', { room: '1' }, { text });
    const [failed, worked] = await Promise.all(
      [failing, working].map((request, n) =>
        stack.grant('1.2', { ...request, extensions: { pusher: { position: before[n]?.position } } }),
      ),
    );
    expect(worked?.missed?.map(({ result }) => result.data)).toEqual([
      { said: { text: 'a' } },
      { said: { text: 'b' } },
    ]);
    expect(failed?.missed?.map(({ result }) => result.errors?.length)).toEqual([1, 1]);
    expect(JSON.stringify(failed)).not.toContain('failed');
  });

  it('fails its own query with an error, and the gateway stays up', async () => {
    const token = await start();
    const { errors } = await stack.request({ query: '{ fails }', token });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toContain('failed');
    expect((await stack.request({ query: '{ __typename }', token })).data).toEqual({ __typename: 'Query' });
  });
});
