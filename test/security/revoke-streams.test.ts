import { afterEach, describe, expect, it } from 'vitest';
import { createJwtAuthentication, type Store } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { registeredChannels } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): Int! @channel(name: "room-{roomId}") }
`;
const query = 'subscription { messageAdded(roomId: "1") }';
const minute = 60_000;

/** A store whose generations age by `now`. Its registrations do not, since timers keep them alive in real time. */
function agingStore(now: () => number): Store {
  const store = createSqliteStore(':memory:');
  const firstSeen = new Map<string, number>();
  return {
    ...store,
    generations: {
      ...store.generations,
      async current(topic) {
        const { id } = await store.generations.current(topic);
        const began = firstSeen.get(id) ?? now();
        firstSeen.set(id, began);
        return { id, age: now() - began };
      },
    },
  };
}

describe('a stream of server-sent events whose topic is revoked', () => {
  let stack: Stack;
  let time: number;
  const members = new Set<string>();
  afterEach(() => stack.close());

  async function start(maxSubscriptionAge?: number): Promise<void> {
    time = Date.now();
    const now = (): number => time;
    for (const name of ['ada', 'bob']) members.add(name);
    stack = await startStack({
      ...{
        typeDefs,
        now,
        store: agingStore(now),
        ...(maxSubscriptionAge === undefined ? {} : { maxSubscriptionAge }),
      },
      authenticate: createJwtAuthentication({ secret: jwtSecret, now }),
      resolvers: {
        Subscription: {
          messageAdded: { authorize: (_args: unknown, viewer: { id: string }) => members.has(viewer.id) },
        },
      },
    });
  }

  const publish = (number: number) => stack.gateway.publish('messageAdded', { roomId: '1' }, number);

  /** What a stream tells: values, codes of errors, and that it has ended. */
  async function open(token: string): Promise<{ heard: unknown[]; leave(): Promise<void> }> {
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query }),
      }),
    );
    expect(response.status).toBe(200);
    const heard: unknown[] = [];
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async (): Promise<void> => {
      for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
        for (const [, json = ''] of next.value.matchAll(/^data: (.+)$/gm)) {
          const { data, errors } = JSON.parse(json);
          heard.push(data?.messageAdded ?? errors?.[0]?.extensions?.code ?? json);
        }
      }
      heard.push('end');
    };
    void read();
    return { heard, leave: async () => reader?.cancel() };
  }

  it('goes on without a gap for who is still allowed, and ends for who is not', async () => {
    await start();
    const [ada, bob] = [await open(await tokenFor('ada')), await open(await tokenFor('bob'))];
    await publish(1);
    await expect.poll(() => [ada.heard, bob.heard]).toEqual([[1], [1]]);
    members.delete('bob');
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    for (const number of [2, 3, 4]) await publish(number);
    await expect
      .poll(() => [ada.heard, bob.heard])
      .toEqual([
        [1, 2, 3, 4],
        [1, 'FORBIDDEN', 'end'],
      ]);
    // Revoked by somebody who publishes nothing more, in the middle of all that.
    const published = [5, 6, 7, 8].map(publish);
    await stack.gateway.revoke('messageAdded', { roomId: '1' });
    await Promise.all(published);
    await expect.poll(() => ada.heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await ada.leave();
    await expect
      .poll(async () => (await registeredChannels(stack)).filter((each) => /^sse-/.test(each)))
      .toEqual([]);
  });

  it('past maxSubscriptionAge goes on for who has a token that is still good only', async () => {
    await start(15 * minute);
    const until = (name: string, minutes: number): Promise<string> =>
      tokenFor(name, { exp: Math.floor(time / 1000) + minutes * 60 });
    const [ada, bob] = [await open(await until('ada', 60)), await open(await until('bob', 10))];
    await publish(1);
    await expect.poll(() => [ada.heard, bob.heard]).toEqual([[1], [1]]);
    time += 16 * minute;
    await publish(2);
    await publish(3);
    await expect
      .poll(() => [ada.heard, bob.heard])
      .toEqual([
        [1, 2, 3],
        [1, 'UNAUTHENTICATED', 'end'],
      ]);
    expect(stack.errors).toEqual([]);
  });
});
