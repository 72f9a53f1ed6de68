import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant } from '../../src/protocol/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { damaged, expectNoAccident, fuzz, json, text } from './support/fuzz.ts';

const typeDefs = /* GraphQL */ `
  type Query { echo(text: String, numbers: [Int!], input: In): String }
  input In { a: String b: [In!] }
  type Subscription {
    messageAdded(roomId: ID!, min: Int): Message! @channel(name: "room-{roomId}")
    invoiced: Message! @channel(name: "org-{viewer.org}", per: ["org"])
  }
  type Message { id: ID text: String }
`;

describe('whatever is sent to /graphql', () => {
  let stack: Stack;
  let mallory: string;
  /** Of Ada, who has another tenant's claims. */
  let ofAda: Grant[];
  beforeAll(async () => {
    stack = await startStack({
      typeDefs,
      // Not what is tried here.
      rateLimits: false,
      quotas: false,
      resolvers: {
        Query: { echo: (_root: unknown, { text: said }: { text?: string }) => said },
        Subscription: {
          messageAdded: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' },
        },
      },
    });
    const ada = await tokenFor('ada', { org: 'acme' });
    ofAda = [await stack.grant('3.4', { query: 'subscription { invoiced { id text } }', token: ada })];
    await stack.gateway.publish(
      'invoiced',
      { viewer: { org: 'acme' } },
      { id: '1', text: 'the secret of acme' },
    );
    mallory = await tokenFor('mallory', { org: 'evil' });
  });
  afterAll(() => stack.close());

  async function post(body: BodyInit, type: string, accept: string): Promise<string> {
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': type, accept, authorization: `Bearer ${mallory}` },
        body,
      }),
    );
    const answer = await response.text();
    expectNoAccident(response.status, answer);
    expect(answer).not.toContain('the secret of acme');
    for (const { channel } of ofAda) expect(answer).not.toContain(channel);
    return answer;
  }

  const types = fc.constantFrom(
    'application/json',
    'application/json; charset=utf-8',
    'application/graphql-response+json',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'x',
  );
  const accepts = fc.constantFrom(
    'application/json',
    'application/graphql-response+json',
    '*/*',
    'text/html',
    'x',
  );

  const query = fc.oneof(
    {
      weight: 3,
      arbitrary: damaged(
        'query Q($t: String = "x") { echo(text: $t, numbers: [1], input: { a: "b", b: [] }) }',
      ),
    },
    {
      weight: 3,
      arbitrary: damaged(
        'subscription S($r: ID!) { ...F } fragment F on Subscription { m: messageAdded(roomId: $r, min: 1) { id text } }',
        'mutation { authorizeChannel(socketId: "1.2", channelName: "private-room-secret") { auth } }',
        'mutation { trigger(channels: ["private-x"], event: "x", data: { a: [1, "b", null] }) { __typename } }',
        'subscription { channelEvents(channel: "private-room-secret", events: ["x"]) { data } }',
        '{ __schema { types { name } } pusher { key } channels(filterByPrefix: "x") { name } }',
      ),
    },
    { weight: 1, arbitrary: text },
  );

  it('as bytes and texts of any type never fails us', async () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
      text,
      json.map((value) => JSON.stringify(value)),
      damaged('{"query":"{ echo(text: \\"x\\") }","variables":{"a":1},"operationName":"Q","extensions":{}}'),
      query.map((document) => new URLSearchParams({ query: document }).toString()),
      query.map(
        (document) =>
          `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: document })}\r\n--x--`,
      ),
    );
    await fuzz('bodies', fc.tuple(bodies, types, accepts), async (all) => {
      await Promise.all(all.map(([body, type, accept]) => post(body, type, accept)));
    });
  }, 120_000);

  it('as requests with documents, variables and extensions never fails us', async () => {
    const requests = fc.record(
      {
        query: fc.oneof({ weight: 9, arbitrary: query }, { weight: 1, arbitrary: json }),
        variables: fc.oneof(json, fc.record({ t: json, r: json })),
        operationName: fc.oneof(fc.constantFrom('Q', 'S'), json),
        extensions: fc.oneof(
          json,
          fc.record({ pusher: json }),
          fc.record({ pusher: fc.constant({ socketId: '1.2' }) }),
        ),
        documentId: json,
      },
      { requiredKeys: ['query'] },
    );
    await fuzz('GraphQL requests', requests, async (all) => {
      // As many in one request as may be.
      for (let at = 0; at < all.length; at += 10) {
        const batch = all.slice(at, at + 10);
        const answer = await post(JSON.stringify(batch), 'application/json', 'application/json');
        if (answer.startsWith('[')) expect(JSON.parse(answer)).toHaveLength(batch.length);
      }
    });
  }, 120_000);

  it("as positions never brings what is not the subscriber's, and never more than there is", async () => {
    const [{ position } = { position: { epoch: '', offset: 0 } }] = ofAda;
    const positions = fc.oneof(
      fc.record({
        epoch: fc.oneof(fc.constant(position.epoch), text),
        offset: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()),
      }),
      fc.record({ socketId: fc.oneof(fc.constant('1.2'), text), position: json }),
      json,
    );
    await fuzz('positions', positions, async (all) => {
      for (let at = 0; at < all.length; at += 10) {
        const batch = all.slice(at, at + 10).map((given) => ({
          query: 'subscription { invoiced { id text } }',
          extensions: {
            pusher:
              typeof given === 'object' && given && 'socketId' in given
                ? given
                : { socketId: '1.2', position: given },
          },
        }));
        const answers: unknown = JSON.parse(
          await post(JSON.stringify(batch), 'application/json', 'application/json'),
        );
        for (const { extensions } of answers as { extensions?: { pusher: Grant } }[])
          expect([undefined, 0]).toContain(extensions?.pusher.missed?.length);
      }
    });
  }, 120_000);

  it('left nothing in the log', () => {
    expect(stack.errors).toEqual([]);
  });
});
