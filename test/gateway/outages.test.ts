import { afterEach, describe, expect, it } from 'vitest';
import { createPusherTransport, GatewayError, type Store, type Transport } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { send(id: ID!): String }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! }
`;
const query = 'subscription { messageAdded(roomId: "1") { id } }';

interface Sent {
  channel: string;
  id: string;
  offset: number;
}

/** Pusher as it is on a bad day: what it took is in `sent`. */
function createUnreliablePusher() {
  const sent: Sent[] = [];
  const state = { fail: undefined as ((json: string) => GatewayError | undefined) | undefined };
  const real = createPusherTransport({ appId: '1', key: 'k', secret: 's', cluster: 'eu' });
  const transport: Transport = {
    ...real,
    async send(messages) {
      for (const { json } of messages) {
        const error = state.fail?.(json);
        if (error) throw error;
      }
      for (const { channel, json } of messages) {
        const { offset, result } = JSON.parse(json);
        sent.push({ channel, offset, id: result.data.messageAdded.id });
      }
    },
  };
  return { transport, sent, state };
}

const unavailable = new GatewayError('PUSHER_UNAVAILABLE', 'Pusher does not answer.');

describe('outages', () => {
  const stacks: Stack[] = [];
  afterEach(async () => {
    for (const stack of stacks.splice(0)) await stack.close();
  });

  async function start(transport: Transport, store?: Store): Promise<Stack> {
    const stack = await startStack({
      typeDefs,
      resolvers: {
        Mutation: {
          send: async (
            _root: unknown,
            { id }: { id: string },
            { publish }: { publish: Stack['gateway']['publish'] },
          ) => (await publish('messageAdded', { roomId: '1' }, { id })).status,
        },
      },
      transport,
      wait: async () => undefined,
      ...(store ? { store } : {}),
    });
    stacks.push(stack);
    return stack;
  }

  it('Pusher away: events are accepted, and sent in order when it is back', async () => {
    const { transport, sent, state } = createUnreliablePusher();
    const { grant, gateway } = await start(transport);
    const { position } = await grant('1.2', { query, token: await tokenFor('ada') });
    state.fail = () => unavailable;
    for (const id of [1, 2]) {
      expect((await gateway.publish('messageAdded', { roomId: '1' }, { id })).status).toBe('accepted');
    }
    expect(sent).toEqual([]);
    state.fail = undefined;
    await gateway.sweep();
    expect(sent.map(({ id, offset }) => [id, offset])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    const { missed } = await grant('1.2', {
      query,
      token: await tokenFor('ada'),
      extensions: { pusher: { position } },
    });
    expect(missed?.map(({ offset }) => offset)).toEqual([1, 2]);
  });

  it('Pusher away for a moment: the publisher does not notice', async () => {
    const { transport, sent, state } = createUnreliablePusher();
    const { grant, gateway } = await start(transport);
    await grant('1.2', { query, token: await tokenFor('ada') });
    let failures = 3;
    state.fail = () => (failures-- > 0 ? unavailable : undefined);
    expect((await gateway.publish('messageAdded', { roomId: '1' }, { id: 1 })).status).toBe('sent');
    expect(sent).toHaveLength(1);
  });

  it('Pusher refuses an event: it is set aside, and the topic goes on', async () => {
    const { transport, sent, state } = createUnreliablePusher();
    const { grant, gateway } = await start(transport);
    await grant('1.2', { query, token: await tokenFor('ada') });
    state.fail = (json) =>
      json.includes('"bad"') ? new GatewayError('PUSHER_REFUSED', 'Pusher answered 400: no') : undefined;
    const published = await Promise.all(
      ['1', 'bad', '3'].map((id) => gateway.publish('messageAdded', { roomId: '1' }, { id })),
    );
    expect(published.map(({ status }) => status)).toEqual(['sent', 'refused', 'sent']);
    expect(sent.map(({ id, offset }) => [id, offset])).toEqual([
      ['1', 1],
      ['3', 3],
    ]);
    const letters = await gateway.deadLetters();
    expect(letters).toMatchObject([
      { topic: 'messageAdded:room-1', body: '{"id":"bad"}', reason: /400: no/ },
    ]);
    // Its result is in the log, so that whoever sees the gap can fetch it.
    expect((await gateway.publish('messageAdded', { roomId: '1' }, { id: 4 })).status).toBe('sent');
  });

  it('an instance that dies after numbering the results: another one sends them under the same numbers', async () => {
    const store = createSqliteStore(':memory:');
    const dying = createUnreliablePusher();
    const first = await start(dying.transport, store);
    await first.grant('1.2', { query, token: await tokenFor('ada') });
    dying.state.fail = () => unavailable;
    await first.gateway.publish('messageAdded', { roomId: '1' }, { id: 1 });
    await first.gateway.publish('messageAdded', { roomId: '1' }, { id: 2 });

    const alive = createUnreliablePusher();
    const second = await start(alive.transport, store);
    await second.gateway.publish('messageAdded', { roomId: '1' }, { id: 3 });
    expect(alive.sent.map(({ id, offset }) => [id, offset])).toEqual([
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ]);
  });

  it('the store away: nothing is accepted, and the answer says so with 503', async () => {
    const { transport } = createUnreliablePusher();
    const working = createSqliteStore(':memory:');
    let away = false;
    const store: Store = {
      ...working,
      mailboxes: {
        ...working.mailboxes,
        append: async (...args) => {
          if (away) throw new GatewayError('STORE_UNAVAILABLE', 'The store is unavailable. Retry later.');
          return working.mailboxes.append(...args);
        },
      },
    };
    const { request, gateway } = await start(transport, store);
    away = true;
    await expect(gateway.publish('messageAdded', { roomId: '1' }, { id: 1 })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    const refused = await request({ query: 'mutation { send(id: "1") }' });
    expect(refused).toMatchObject({
      status: 503,
      errors: [{ message: 'The store is unavailable. Retry later.', path: ['send'] }],
    });
    away = false;
    expect(await request({ query: 'mutation { send(id: "1") }' })).toMatchObject({ data: { send: 'sent' } });
  });
});
