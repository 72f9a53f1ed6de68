import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../src/client/index.ts';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said(roomId: ID!): Said! @channel(name: "room-{roomId}") }
  type Said { number: Int! text: String! }
`;
const mebibyte = 1024 * 1024;
/** Of one request, and one result more for each of its operations. */
const perRequest = 4 * mebibyte;

describe('a recovery of more than an answer may hold', () => {
  let stack: Stack;
  afterEach(() => stack.close());

  const start = async (): Promise<void> => {
    stack = await startStack({ typeDefs, rateLimits: false }, { http: true });
  };
  const queryOf = (operation: number) =>
    `subscription { said(roomId: "1") { number text again${operation}: number } }`;

  async function publish(count: number, bytes: number): Promise<void> {
    for (let number = 1; number <= count; number++)
      await stack.gateway.publish('said', { roomId: '1' }, { number, text: 'x'.repeat(bytes) });
  }

  /** Asks for several operations in one POST. */
  async function ask(asked: readonly { operation: number; position?: Position }[]) {
    const response = await fetch(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('ada')}` },
      body: JSON.stringify(
        asked.map(({ operation, position }) => ({
          query: queryOf(operation),
          extensions: { pusher: { socketId: '1.2', position } },
        })),
      ),
    });
    const text = await response.text();
    const answers = JSON.parse(text) as { extensions: { pusher: Grant } }[];
    return { bytes: text.length, grants: answers.map(({ extensions }) => extensions.pusher) };
  }

  const offsetsOf = ({ missed }: Grant): number[] | undefined => missed?.map(({ offset }) => offset);

  it('comes in pages that follow on each other, to the last result', async () => {
    await start();
    const [first] = (await ask([{ operation: 0 }])).grants;
    await publish(40, 232_000);
    const offsets: number[] = [];
    let position = first?.position;
    for (let more: boolean | undefined = true; more; ) {
      const { bytes, grants } = await ask([{ operation: 0, ...(position ? { position } : {}) }]);
      expect(bytes).toBeLessThan(perRequest);
      const [grant] = grants;
      expect(grant).toMatchObject({ recovered: true });
      expect(grant?.position.offset).toBe(grant?.missed?.at(-1)?.offset);
      offsets.push(...((grant && offsetsOf(grant)) ?? []));
      position = grant?.position;
      more = grant?.more;
    }
    expect(offsets).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('shares its bytes among the operations of a batch, and each of them comes to its end', async () => {
    await start();
    const operations = Array.from({ length: 10 }, (_, operation) => operation);
    const begun = await ask(operations.map((operation) => ({ operation })));
    await publish(20, 232_000);
    const recovered = new Map(operations.map((operation): [number, number[]] => [operation, []]));
    let asked = operations.map((operation) => ({
      operation,
      position: begun.grants[operation]?.position as Position,
    }));
    for (let requests = 0; asked.length > 0; requests++) {
      expect(requests).toBeLessThan(40);
      const { bytes, grants } = await ask(asked);
      expect(bytes).toBeLessThan(perRequest + 10 * 240_000);
      for (const [index, { operation }] of asked.entries())
        recovered.get(operation)?.push(...((grants[index] && offsetsOf(grants[index])) ?? []));
      asked = asked.flatMap(({ operation }, index) => {
        const { more, position } = grants[index] ?? {};
        return more && position ? [{ operation, position }] : [];
      });
    }
    for (const offsets of recovered.values())
      expect(offsets).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('is put off while too many others are being answered, and the gateway stays healthy', async () => {
    const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
    const store = createSqliteStore(':memory:');
    stack = await startStack(
      {
        typeDefs,
        rateLimits: false,
        store: {
          ...store,
          logs: {
            ...store.logs,
            async since(...asked) {
              await allowed;
              return store.logs.since(...asked);
            },
          },
        },
      },
      { http: true },
    );
    const [first] = (await ask([{ operation: 0 }])).grants;
    await publish(5, 900_000);
    const position = first?.position as Position;
    // Each may have 2 MiB of the 32 that may be held at once.
    const answers = Array.from({ length: 40 }, () => ask([{ operation: 0, position }]));
    const { promise: putOff, resolve } = Promise.withResolvers<Grant[]>();
    const grants: Grant[] = [];
    for (const answer of answers)
      void answer.then((each) => {
        grants.push(...each.grants);
        if (grants.length === 24) resolve([...grants]);
      });
    for (const grant of await putOff)
      expect(grant).toMatchObject({ recovered: true, more: true, missed: [], position });
    expect((await fetch(`${stack.url}/health`)).status).toBe(200);
    allow();
    for (const { missed } of (await Promise.all(answers)).flatMap((each) => each.grants))
      expect([0, 2]).toContain(missed?.length);
    // What was answered no longer counts.
    expect((await ask([{ operation: 0, position }])).grants[0]?.missed).toHaveLength(2);
  });

  it('brings a client everything, in order, without a gap', async () => {
    await start();
    const { pusher } = await stack.connect();
    const client = createClient({
      url: `${stack.url}/graphql`,
      pusher,
      headers: { authorization: `Bearer ${await tokenFor('ada')}` },
    });
    const gaps: unknown[] = [];
    client.on('gap', (gap) => gaps.push(gap));
    const received: number[] = [];
    const { promise: ready, resolve: setReady } = Promise.withResolvers<void>();
    const { promise: complete, resolve: setComplete } = Promise.withResolvers<void>();
    client.subscribe<{ said: { number: number } }>(
      { query: 'subscription { said(roomId: "1") { number text } }' },
      {
        ready: setReady,
        next({ data }) {
          received.push(data?.said.number ?? 0);
          if (received.at(-1) === 30) setComplete();
        },
        error: (error) => gaps.push(error),
        complete: () => undefined,
      },
    );
    await ready;
    pusher.disconnect();
    await publish(30, 400_000);
    pusher.connect();
    await complete;
    expect(received).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(gaps).toEqual([]);
    client.dispose();
  });

  it('is read page by page by server-sent events', async () => {
    await start();
    const query = encodeURIComponent('subscription { said(roomId: "1") { number text } }');
    const response = await stack.gateway.fetch(
      new Request(`http://gateway.test/graphql?query=${query}`, {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${await tokenFor('ada')}` },
      }),
    );
    await publish(12, 300_000);
    const numbers: number[] = [];
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const number = /"number":(\d+)/.exec(block)?.[1];
        if (number !== undefined) numbers.push(Number(number));
      }
      if (numbers.length === 12) break;
    }
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });
});
