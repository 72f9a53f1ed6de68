import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type ExecutionResult } from '../../src/client/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! }
`;
const query = 'subscription { messageAdded(roomId: "1") { id } }';

describe('revoking a topic', () => {
  let stack: Stack;
  const members = new Set<string>();
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    members.clear();
    for (const name of ['ada', 'bob']) members.add(name);
    stack = await startStack({
      typeDefs,
      resolvers: {
        Subscription: {
          messageAdded: { authorize: (_args: unknown, viewer: { id: string }) => members.has(viewer.id) },
        },
      },
    });
  }

  /** A user with our client; `heard` has everything that its sink is told. */
  async function join(name: string) {
    const token = await tokenFor(name);
    const heard: unknown[] = [];
    const client = createClient({
      url: 'http://gateway.test/graphql',
      Pusher: Pusher as never,
      headers: { authorization: `Bearer ${token}` },
      fetch: (input, init) => stack.gateway.fetch(new Request(input as string, init)),
    });
    await new Promise<void>((ready, failed) => {
      client.subscribe(
        { query },
        {
          next: (result: ExecutionResult) =>
            heard.push((result.data?.messageAdded as { id: string } | undefined)?.id ?? result),
          error: (errors: unknown) => {
            heard.push(errors);
            failed(errors);
          },
          complete: () => undefined,
          ready,
        },
      );
    });
    return { heard, client };
  }

  const publish = (id: number) => stack.gateway.publish('messageAdded', { roomId: '1' }, { id });

  it('takes off who is not allowed any more, and everybody else goes on without a gap', async () => {
    await start();
    const ada = await join('ada');
    const bob = await join('bob');
    await publish(1);
    await expect.poll(() => [ada.heard, bob.heard]).toEqual([['1'], ['1']]);
    members.delete('bob');
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    // At once, while the clients are still asking again.
    await publish(2);
    await publish(3);
    await expect.poll(() => ada.heard).toEqual(['1', '2', '3']);
    await expect.poll(() => bob.heard).toHaveLength(2);
    expect(bob.heard[1]).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await ada.client.dispose();
    await bob.client.dispose();
  });

  it('gives the old channel nothing more, whoever stays on it', async () => {
    await start();
    const token = await tokenFor('ada');
    const before = await stack.grant('1.2', { query, token });
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    await publish(1);
    const after = await stack.grant('1.2', {
      query,
      token,
      extensions: { pusher: { position: before.position } },
    });
    expect(after.channel).not.toBe(before.channel);
    expect(after).toMatchObject({
      recovered: true,
      missed: [{ offset: 1 }],
      position: { epoch: before.position.epoch },
    });
    const events = stack.sent.flat().filter(({ channel }) => channel === before.channel);
    expect(events).toEqual([{ channel: before.channel, event: 'resubscribe' }]);
  });

  it('leaves other topics alone', async () => {
    await start();
    const token = await tokenFor('ada');
    const other = { query: query.replace('"1"', '"2"'), token };
    const before = await stack.grant('1.2', other);
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    expect((await stack.grant('1.2', other)).channel).toBe(before.channel);
  });

  it('while events are being sent loses none of them', async () => {
    await start();
    const ada = await join('ada');
    const expected = Array.from({ length: 60 }, (_, index) => String(index));
    const published: Promise<unknown>[] = [];
    for (const [index] of expected.entries()) {
      published.push(publish(index));
      if (index % 15 === 7) await stack.gateway.revoke('messageAdded', { roomId: '1' });
    }
    await Promise.all(published);
    await expect.poll(() => ada.heard, { timeout: 10_000 }).toEqual(expected);
    await ada.client.dispose();
  });

  it('while an event is being executed executes it again for the operation that follows', async () => {
    const { promise: executing, resolve: begin } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    stack = await startStack({
      typeDefs,
      resolvers: {
        Message: {
          id: async ({ id }: { id: number }) => {
            begin();
            await released;
            return id;
          },
        },
      },
    });
    const token = await tokenFor('ada');
    const before = await stack.grant('1.2', { query, token });
    const published = publish(1);
    await executing;
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    release();
    expect((await published).status).toBe('sent');
    const { position } = before;
    const after = await stack.grant('1.2', { query, token, extensions: { pusher: { position } } });
    expect(after).toMatchObject({ recovered: true, missed: [{ offset: 1 }] });
  });
});
