import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '../../src/client/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { createRecorder } from './support/recorder.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    n(room: ID!): String! @channel(name: "n-{room}")
    secret(room: ID!): String! @channel(name: "secret-{room}", access: ENCRYPTED)
  }
`;
const query = 'subscription ($room: ID!) { n(room: $room) }';

describe('the client with the real gateway', () => {
  let stack: Stack;
  let client: Client;
  /** Number of operations that the gateway has granted. */
  let granted = 0;
  const banned = new Set<string>();

  beforeAll(async () => {
    stack = await startStack({
      typeDefs,
      resolvers: {
        Subscription: {
          n: {
            resolve: (event: unknown) => event,
            authorize: ({ room }: { room: string }) => !banned.has(room),
          },
          secret: { resolve: (event: unknown) => event },
        },
      },
    });
    const token = await tokenFor('ada');
    client = createClient({
      url: 'http://gateway.test/graphql',
      fetch: async (url, init) => {
        const response = await stack.gateway.fetch(new Request(url as string, init));
        granted += [JSON.parse(String(init?.body))].flat().length;
        return response;
      },
      headers: { authorization: `Bearer ${token}` },
      pusher: async () => (await stack.connect()).pusher,
    });
  });
  afterAll(async () => {
    client.dispose();
    await stack.close();
  });

  const untilAnswered = (count: number): Promise<void> =>
    vi.waitFor(() => expect(granted).toBeGreaterThanOrEqual(count), { interval: 5 });
  const publish = (room: string, event: string, field = 'n') => stack.gateway.publish(field, { room }, event);

  it('receives small, large and very large results in order', async () => {
    const recorder = createRecorder();
    const before = granted;
    client.subscribe({ query, variables: { room: 'a' } }, recorder);
    await untilAnswered(before + 1);
    // Random text, which compression does not make smaller.
    const noise = (length: number): string =>
      Array.from({ length }, () => Math.random().toString(36)[3] ?? 'x').join('');
    const sizes = [10, 60_000, 10, 1_000_000, 10];
    const sent = sizes.map((size) => noise(size));
    for (const each of sent) await publish('a', each);
    expect(await recorder.untilNumbers(5)).toEqual(sent);
  });

  it('receives encrypted results', async () => {
    const recorder = createRecorder();
    const before = granted;
    client.subscribe({ query: 'subscription { n: secret(room: "b") }' }, recorder);
    await untilAnswered(before + 1);
    await publish('b', 'x'.repeat(20_000), 'secret');
    await publish('b', '2', 'secret');
    expect(await recorder.untilNumbers(2)).toEqual(['x'.repeat(20_000), '2']);
  });

  it('after a revocation, an authorized subscription continues, and a rejected one ends', async () => {
    const [authorized, rejected] = [createRecorder(), createRecorder()];
    const before = granted;
    client.subscribe({ query, variables: { room: 'c' } }, authorized);
    client.subscribe({ query, variables: { room: 'd' } }, rejected);
    await untilAnswered(before + 2);
    await publish('c', '1');
    await authorized.untilNumbers(1);
    banned.add('d');
    for (const room of ['c', 'd']) await stack.gateway.revoke('n', { room });
    expect(await rejected.untilError()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await untilAnswered(before + 4);
    await publish('c', '2');
    await authorized.until(() => authorized.numbers.at(-1) === '2');
    expect(authorized.numbers[0]).toBe('1');
    expect(authorized.errors).toEqual([]);
  });
});
