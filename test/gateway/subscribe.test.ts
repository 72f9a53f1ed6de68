import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { id: ID! text: String! loud: String! }
`;

describe('subscribing', () => {
  let stack: Stack;
  let token: string;
  let executions = 0;
  beforeAll(async () => {
    token = await tokenFor('ada');
    stack = await startStack({
      typeDefs,
      resolvers: {
        Message: {
          loud: ({ text }: { text: string }) => {
            executions++;
            return text.toUpperCase();
          },
        },
      },
    });
  });
  afterAll(() => stack.close());

  it('a subscriber receives the results of what is published', async () => {
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_params, callback) => callback(null, { auth: grant.auth }),
      },
    });
    const grant = await stack.grant(socketId, {
      query: 'subscription ($r: ID!) { messageAdded(roomId: $r) { id loud } }',
      variables: { r: 'dogs' },
      token,
    });
    expect(grant).toMatchObject({ event: 'result', position: { offset: 0, epoch: expect.any(String) } });
    const results = collect(pusher.subscribe(grant.channel), grant.event);
    await results.joined;
    const published = await stack.gateway.publish(
      'messageAdded',
      { roomId: 'dogs' },
      { id: 1, text: 'woof' },
    );
    expect(published.status).toBe('sent');
    expect(await results.next()).toEqual({
      epoch: grant.position.epoch,
      offset: 1,
      result: { data: { messageAdded: { id: '1', loud: 'WOOF' } } },
    });
    expect(executions).toBe(1);
  });
});
