import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import { createPusherTransport, type Transport } from '../../src/index.ts';
import { app, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { createRecorder } from './support/recorder.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { n: Int! @channel(name: "n", access: ENCRYPTED) }
`;
const query = 'subscription { n }';

describe('a rotation of the encryption master key', () => {
  let stack: Stack;
  let transport: Transport;
  let granted: number;
  let channel: string;

  beforeEach(async () => {
    granted = 0;
    stack = await startStack(
      { typeDefs, resolvers: { Subscription: { n: { resolve: (event: number) => event } } } },
      {
        transport: (initial) => {
          transport = initial;
          return {
            ...initial,
            send: (messages) => transport.send(messages),
            authorize: (...question) => transport.authorize(...question),
          };
        },
      },
    );
  });
  afterEach(() => stack.close());

  /** From now on, the gateway encrypts and grants with another key. */
  function rotate(key: number): void {
    transport = createPusherTransport({
      appId: app.id,
      ...{ key: app.key, secret: app.secret },
      ...{ host: '127.0.0.1', port: stack.port, useTLS: false },
      encryptionMasterKey: Buffer.alloc(32, key).toString('base64'),
    });
  }

  async function subscribe() {
    const token = await tokenFor('ada');
    const { pusher } = await stack.connect();
    const client = createClient({
      url: 'http://gateway.test/graphql',
      fetch: async (url, init) => {
        const response = await stack.gateway.fetch(new Request(url as string, init));
        granted++;
        return response;
      },
      headers: { authorization: `Bearer ${token}` },
      pusher,
    });
    const recorder = createRecorder();
    client.subscribe({ query }, recorder);
    ({ channel } = await stack.grant('1.2', { query, token }));
    await vi.waitFor(() => expect(pusher.channel(channel)?.subscribed).toBe(true), { interval: 5 });
    return { pusher, client, recorder };
  }

  /** Makes the clients renew their grants on the current connection. */
  async function renew(): Promise<void> {
    const before = granted;
    await transport.send([{ channel, event: 'resubscribe', json: '{}' }]);
    await vi.waitFor(() => expect(granted).toBe(before + 1), { interval: 5 });
  }

  it.each([0, 1, 2])('loses no result for a client with %i renewed grants', async (renewals) => {
    const { client, recorder } = await subscribe();
    let n = 0;
    const publishNext = async (): Promise<void> => {
      await stack.gateway.publish('n', {}, ++n);
      await recorder.untilNumbers(n);
    };
    await publishNext();
    for (let renewal = 0; renewal < renewals; renewal++) {
      await renew();
      await publishNext();
    }
    for (const key of [8, 9]) {
      rotate(key);
      // No later message shows a gap.
      await publishNext();
      await publishNext();
      await renew();
      await publishNext();
    }
    expect(recorder.numbers).toEqual(Array.from({ length: n }, (_, index) => index + 1));
    expect(recorder.errors).toEqual([]);
    client.dispose();
  });
});
