import { afterEach, describe, expect, it } from 'vitest';
import { type Client, createClient, type ExecutionResult } from '../../src/client/index.ts';
import { createJwtAuthentication, type Viewer } from '../../src/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said(roomId: ID!): Said! @channel(name: "room-{roomId}") }
  type Said { n: Int! text: String! }
`;
/** Different operations, so that the topic has several channels. */
const selections = ['n', 'n text', 'text n', 'a: n n'];

interface Listener {
  readonly name: string;
  /** Numbers of what came, and words for what else happened. */
  readonly heard: (number | string)[];
}

describe('revoke in the middle of publishing', () => {
  let stack: Stack;
  const clients: Client[] = [];
  const banned = new Set<string>();
  afterEach(async () => {
    for (const client of clients.splice(0)) client.dispose();
    await stack.close();
  });

  async function listen(name: string, index: number): Promise<Listener> {
    const heard: (number | string)[] = [];
    const client = createClient({
      url: 'http://gateway.test/graphql',
      Pusher: Pusher as never,
      headers: async () => ({ authorization: `Bearer ${await tokenFor(name)}` }),
      fetch: (input, init) => stack.gateway.fetch(new Request(input as string, init)),
    });
    clients.push(client);
    client.on('gap', () => heard.push('a gap'));
    const query = `subscription { said(roomId: "1") { ${selections[index % selections.length]} } }`;
    await new Promise<void>((ready, reject) => {
      client.subscribe(
        { query },
        {
          next: ({ data }: ExecutionResult) =>
            heard.push((data?.said as { n: number } | undefined)?.n ?? 'nothing'),
          error: (errors: unknown) => {
            heard.push(/FORBIDDEN/.test(JSON.stringify(errors)) ? 'forbidden' : String(errors));
            reject(errors as Error);
          },
          complete: () => heard.push('completed'),
          ready,
        },
      );
    });
    return { name, heard };
  }

  it('ends with one round trip for who may not, and sixty others hear all of it, once and in order', async () => {
    banned.clear();
    stack = await startStack({
      typeDefs,
      authenticate: createJwtAuthentication({ secret: jwtSecret }),
      resolvers: {
        Subscription: {
          said: { authorize: (_args: unknown, viewer?: Viewer) => !banned.has(viewer?.id ?? '') },
        },
      },
    });
    const listeners = await Promise.all(Array.from({ length: 64 }, (_, n) => listen(`viewer-${n}`, n)));
    const out = new Set(['viewer-0', 'viewer-1', 'viewer-2', 'viewer-3']);

    let published = 0;
    const publish = () =>
      stack.gateway.publish('said', { roomId: '1' }, { n: ++published, text: 'x'.repeat(100) });
    const publishUntil = async (last: number): Promise<void> => {
      while (published < last) await publish();
    };
    await publishUntil(10);
    // Several publishers, none of which waits for the others or for what happens next.
    const going = Promise.all([publishUntil(60), publishUntil(60), publishUntil(60)]);
    for (const name of out) banned.add(name);
    await stack.gateway.revoke('said', { roomId: '1' });
    const publishedBefore = published;
    await going;
    await publishUntil(70);

    const all = Array.from({ length: 70 }, (_, n) => n + 1);
    for (const { name, heard } of listeners) {
      if (!out.has(name)) await expect.poll(() => heard, { timeout: 10_000 }).toEqual(all);
    }
    for (const { name, heard } of listeners) {
      if (!out.has(name)) continue;
      await expect.poll(() => heard.at(-1)).toBe('forbidden');
      const numbers = heard.slice(0, -1);
      expect(numbers).toEqual(all.slice(0, numbers.length));
      expect(numbers.length).toBeLessThanOrEqual(publishedBefore);
    }
    expect(stack.errors).toEqual([]);
  });
});
