import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! twice: Int! }
`;

describe('server-sent events', () => {
  let stack: Stack;
  let executions = 0;
  beforeAll(async () => {
    stack = await startStack({
      typeDefs,
      resolvers: {
        Message: {
          twice: ({ id }: { id: number }) => {
            executions++;
            return id * 2;
          },
        },
      },
    });
  });
  afterAll(() => stack.close());

  const open = async (query: string, token?: string) =>
    stack.gateway.fetch(
      new Request(`http://gateway.test/graphql?query=${encodeURIComponent(query)}`, {
        headers: { accept: 'text/event-stream', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      }),
    );

  /** The payloads of the `next` events, as they come. */
  async function* eventsOf(
    response: Response,
  ): AsyncGenerator<{ data?: Record<string, { id: string; twice: number }> }> {
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^event: next\ndata: (.+)$/m.exec(block)?.[1];
        if (data) yield JSON.parse(data);
      }
    }
  }

  it('carry the same results, executed once with those over Pusher', async () => {
    const token = await tokenFor('ada');
    const query = 'subscription { messageAdded(roomId: "1") { id twice } }';
    const response = await open(query, token);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = eventsOf(response);
    const grant = await stack.grant('1.2', { query, token });
    for (const id of [1, 2, 3]) await stack.gateway.publish('messageAdded', { roomId: '1' }, { id });
    expect(executions).toBe(3);
    expect(stack.sent.flat().map(({ channel }) => channel)).toEqual([
      grant.channel,
      grant.channel,
      grant.channel,
    ]);
    for (const id of [1, 2, 3]) {
      const { value } = await events.next();
      expect(value).toEqual({ data: { messageAdded: { id: String(id), twice: id * 2 } } });
    }
    await events.return(undefined);
    // Whoever leaves takes the registration along.
    await expect
      .poll(async () => {
        const channels: string[] = [];
        for await (const { channel } of stack.store.registrations.all()) channels.push(channel);
        return channels;
      })
      .toEqual([grant.channel]);
  });

  it('are refused as subscriptions over Pusher are', async () => {
    const response = await open('subscription { messageAdded(roomId: "1") { id } }');
    expect(response.status).toBe(401);
  });
});
