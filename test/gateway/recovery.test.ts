import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! }
`;
const query = 'subscription { messageAdded(roomId: "1") { id } }';

describe('recovery by position', () => {
  let stack: Stack;
  let now = Date.now();
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    now = Date.now();
    stack = await startStack({
      typeDefs,
      store: createSqliteStore({ location: ':memory:', now: () => now }),
      now: () => now,
      retention: { results: 10, milliseconds: 60_000 },
      lifetimes: { registration: 10 * 60_000, linger: 30_000 },
    });
  }

  async function ask(position?: Position): Promise<Grant> {
    return stack.grant('1.2', {
      query,
      token: await tokenFor('ada'),
      ...(position ? { extensions: { pusher: { position } } } : {}),
    });
  }

  async function publish(...ids: number[]): Promise<void> {
    for (const id of ids) await stack.gateway.publish('messageAdded', { roomId: '1' }, { id });
  }

  const missedIds = ({ missed }: Grant): unknown[] | undefined =>
    missed?.map(({ result }) => (result.data?.messageAdded as { id: string } | undefined)?.id);

  it('answers what was missed, in order, contiguous, ending at the position', async () => {
    await start();
    const { position } = await ask();
    await publish(1, 2, 3, 4);
    const resumed = await ask({ ...position, offset: 1 });
    expect(resumed.recovered).toBe(true);
    expect(missedIds(resumed)).toEqual(['2', '3', '4']);
    expect(resumed.missed?.map(({ offset }) => offset)).toEqual([2, 3, 4]);
    expect(resumed.position).toEqual({ ...position, offset: 4 });
  });

  it('answers an empty list to who missed nothing, and nothing of it to who has no position', async () => {
    await start();
    const first = await ask();
    expect(first).not.toHaveProperty('recovered');
    expect(first).not.toHaveProperty('missed');
    await publish(1);
    expect(await ask({ ...first.position, offset: 1 })).toMatchObject({ recovered: true, missed: [] });
  });

  it.each<[string, (position: Position) => Position]>([
    ['of another epoch', (position) => ({ ...position, epoch: 'other' })],
    ['further ahead than anything sent', (position) => ({ ...position, offset: 99 })],
    ['older than what is kept', (position) => ({ ...position, offset: 1 })],
  ])('is refused as a whole for a position %s', async (_what, change) => {
    await start();
    const { position } = await ask();
    await publish(...Array.from({ length: 15 }, (_, index) => index));
    const resumed = await ask(change(position));
    expect(resumed).toMatchObject({ recovered: false, position: { ...position, offset: 15 } });
    expect(resumed.missed).toBeUndefined();
  });

  it('reaches back as far as the retention, by count and by age', async () => {
    await start();
    const { position } = await ask();
    await publish(...Array.from({ length: 15 }, (_, index) => index));
    expect((await ask({ ...position, offset: 5 })).missed).toHaveLength(10);
    expect((await ask({ ...position, offset: 4 })).recovered).toBe(false);
    now += 61_000;
    expect((await ask({ ...position, offset: 5 })).recovered).toBe(false);
    // Who has seen everything has lost nothing, however old it is.
    expect((await ask({ ...position, offset: 15 })).recovered).toBe(true);
  });

  it('finds what a subscriber missed who was away for less than the linger', async () => {
    await start();
    const { channel, position } = await ask();
    await stack.store.registrations.expireIn(channel, 30_000);
    now += 29_000;
    await publish(1, 2);
    expect(missedIds(await ask(position))).toEqual(['1', '2']);
  });

  it('says so when nobody executed the operation for a while, though no number is missing', async () => {
    await start();
    const { channel, position } = await ask();
    await publish(1);
    await stack.store.registrations.expireIn(channel, 30_000);
    now += 31_000;
    await publish(2);
    expect(await ask({ ...position, offset: 1 })).toMatchObject({
      recovered: false,
      position: { offset: 0 },
    });
  });

  it('finds what was missed though the topic is revoked while the answer is being made', async () => {
    await start();
    const { position, channel } = await ask();
    await publish(1, 2);
    const { since } = stack.store.logs;
    const revokedBefore = vi.spyOn(stack.store.logs, 'since').mockImplementationOnce(async (...asked) => {
      await stack.gateway.revoke('messageAdded', { roomId: '1' });
      return since(...asked);
    });
    const resumed = await ask(position);
    expect(revokedBefore).toHaveBeenCalledTimes(2);
    expect(resumed.channel).not.toBe(channel);
    expect(resumed.position.epoch).toBe(position.epoch);
    expect(missedIds(resumed)).toEqual(['1', '2']);
  });

  it('takes several in one batched request, each answered for itself', async () => {
    await start();
    const { position } = await ask();
    await publish(1);
    const subscription = (socketId: string, room: string, from?: Position) => ({
      query: `subscription { messageAdded(roomId: "${room}") { id } }`,
      extensions: { pusher: { socketId, ...(from ? { position: from } : {}) } },
    });
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('ada')}` },
        body: JSON.stringify([
          subscription('1.2', '1', position),
          subscription('1.2', 'a b'),
          subscription('x', '1'),
        ]),
      }),
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject([
      { data: null, extensions: { pusher: { recovered: true, missed: [{ offset: 1 }] } } },
      { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
      { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    ]);
  });
});
