import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant } from '../../src/protocol/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { documents, typeDefs } from './support/documents.ts';
import { damaged, expectNoAccident, fuzz, json, type Saw, text } from './support/fuzz.ts';

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

  /** How far each operation of an answer came. */
  function outcomesOf(answer: string): string[] {
    if (!/^[[{]/.test(answer)) return ['no JSON'];
    const results = [JSON.parse(answer)].flat() as {
      data?: unknown;
      errors?: { extensions?: { code?: string } }[];
      extensions?: { pusher?: Grant };
    }[];
    return results.map(({ data, errors, extensions }) =>
      errors
        ? (errors[0]?.extensions?.code ?? 'no code')
        : data
          ? 'data'
          : extensions?.pusher
            ? 'granted'
            : 'nothing',
    );
  }

  async function send(path: string, init: RequestInit): Promise<string> {
    const response = await stack.gateway.fetch(new Request(`http://gateway.test${path}`, init));
    const answer = await response.text();
    expectNoAccident(response.status, answer);
    expect(answer).not.toContain('the secret of acme');
    for (const { channel } of ofAda) expect(answer).not.toContain(channel);
    return answer;
  }

  const post = (body: BodyInit, type: string, accept: string): Promise<string> =>
    send('/graphql', {
      method: 'POST',
      headers: { 'content-type': type, accept, authorization: `Bearer ${mallory}` },
      body,
    });

  /** As many in one request as may be. */
  async function postAll(all: readonly unknown[], saw: Saw): Promise<void> {
    for (let at = 0; at < all.length; at += 10) {
      const batch = all.slice(at, at + 10);
      const answer = await post(JSON.stringify(batch), 'application/json', 'application/json');
      for (const outcome of outcomesOf(answer)) saw(outcome);
      if (answer.startsWith('[')) expect(JSON.parse(answer)).toHaveLength(batch.length);
    }
  }

  const plain = 'application/json';
  const types = fc.oneof(
    { weight: 3, arbitrary: fc.constant(plain) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...['application/json; charset=utf-8', 'application/graphql', 'application/x-www-form-urlencoded'],
        ...['application/graphql-response+json', 'multipart/form-data; boundary=x', 'text/plain', 'x'],
      ),
    },
  );
  const accepts = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(plain, 'application/graphql-response+json', '*/*') },
    { weight: 1, arbitrary: fc.constantFrom('text/html', 'multipart/mixed', 'x') },
  );

  /** Parameters as a URL and a form have them: JSON in texts, and what should be JSON. */
  const parameters = fc
    .record(
      {
        query: documents,
        variables: fc.oneof(
          { weight: 4, arbitrary: fc.record({ t: text, none: json }).map((value) => JSON.stringify(value)) },
          { weight: 1, arbitrary: json.map((value) => JSON.stringify(value)) },
          { weight: 1, arbitrary: damaged('{"t":"x","r":["mine"]}') },
        ),
        extensions: fc.oneof(
          { weight: 4, arbitrary: fc.constant('{"pusher":{"socketId":"1.2"}}') },
          { weight: 1, arbitrary: json.map((value) => JSON.stringify(value)) },
          { weight: 1, arbitrary: damaged('{"pusher":{"socketId":"1.2"}}') },
        ),
        operationName: fc.oneof(fc.constant('Q'), text),
      },
      { requiredKeys: ['query'] },
    )
    .map((fields) => new URLSearchParams(fields).toString());

  const part = (name: string, value: string): string =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  /** Forms with files, whose map may lead anywhere. */
  const forms = fc
    .tuple(
      documents,
      fc.oneof(
        json.map((value) => JSON.stringify(value)),
        damaged('{"0":["variables.t","variables.input.b.0"]}'),
        text.map((path) => JSON.stringify({ 0: [`variables.${path}`, path] })),
      ),
      json,
    )
    .map(
      ([document, map, variables]) =>
        `${part('operations', JSON.stringify({ query: document, variables }))}${part('map', map)}${part('0', 'x')}--x--`,
    );

  it('as bytes, texts, forms and URLs never fails us', async () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
      text,
      json.map((value) => JSON.stringify(value)),
      damaged('{"query":"{ echo(text: \\"x\\") }","variables":{"a":1},"operationName":"Q","extensions":{}}'),
      fc
        .tuple(documents, json)
        .map(([document, variables]) => JSON.stringify({ query: document, variables })),
    );
    await fuzz({
      what: 'GraphQL bodies',
      cases: fc.oneof(
        { weight: 3, arbitrary: fc.tuple(bodies, types, accepts) },
        {
          weight: 2,
          arbitrary: fc.tuple(
            parameters,
            fc.constantFrom('application/x-www-form-urlencoded', 'GET'),
            accepts,
          ),
        },
        { weight: 1, arbitrary: fc.tuple(forms, fc.constant('multipart/form-data; boundary=x'), accepts) },
      ),
      reaches: ['data', 'BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'no JSON'],
      async tryTogether(all, saw) {
        await Promise.all(
          all.map(async ([body, type, accept]) => {
            const answer = await (type === 'GET'
              ? send(`/graphql?${body}`, { headers: { accept, authorization: `Bearer ${mallory}` } })
              : post(body, type, accept));
            for (const outcome of outcomesOf(answer)) saw(outcome);
          }),
        );
      },
    });
  }, 120_000);

  /** Lists or objects inside of each other. */
  const nested = fc
    .tuple(fc.integer({ min: 1, max: 1_500 }), fc.boolean())
    .map(([levels, isList]) =>
      Array.from({ length: levels }).reduce<unknown>((of) => (isList ? [of] : { of }), 'x'),
    );

  it('as documents and variables never fails us', async () => {
    await fuzz({
      what: 'GraphQL requests',
      cases: fc
        .tuple(
          fc.oneof({ weight: 19, arbitrary: documents }, { weight: 1, arbitrary: json }),
          fc.oneof(
            { weight: 6, arbitrary: fc.record({ t: text, no: fc.boolean() }, { requiredKeys: [] }) },
            { weight: 1, arbitrary: fc.record({ t: json, no: json, none: json }) },
            { weight: 1, arbitrary: json },
            { weight: 1, arbitrary: nested.map((t) => ({ t, of: t })) },
          ),
          fc.oneof(
            { weight: 8, arbitrary: fc.constant({}) },
            { weight: 1, arbitrary: fc.record({ operationName: fc.oneof(fc.constantFrom('Q', 'S'), json) }) },
            { weight: 1, arbitrary: fc.dictionary(text, json, { maxKeys: 3 }) },
          ),
        )
        .map(([asked, variables, others]) => ({ ...others, query: asked, variables })),
      reaches: ['data', 'BAD_REQUEST', 'BAD_USER_INPUT', 'FORBIDDEN', 'GRAPHQL_PARSE_FAILED'],
      tryTogether: postAll,
    });
  }, 120_000);

  it('as extensions never fails us', async () => {
    const socketId = fc.oneof(fc.constant('1.2'), fc.stringMatching(/^\d{1,9}\.\d{1,9}$/), text, json);
    const position = fc.oneof(json, fc.record({ epoch: text, offset: fc.oneof(fc.nat(), fc.double()) }));
    await fuzz({
      what: 'extensions',
      cases: fc.record({
        // Sound ones, or nobody would look at what is with them.
        query: fc.constantFrom(
          'subscription { messageAdded(roomId: "mine") { id text } }',
          'subscription { m: messageAdded(roomId: "mine", min: 2) { text } }',
          'subscription { messageAdded(roomId: "secret") { id } }',
          'subscription { invoiced { id } }',
          '{ echo(text: "x") }',
          'mutation { authorizeChannel(socketId: "1.2", channelName: "private-room-secret") { auth } }',
        ),
        extensions: fc.oneof(
          { weight: 1, arbitrary: json },
          {
            weight: 5,
            arbitrary: fc
              .tuple(
                fc.record(
                  { socketId, position, channel: text, event: json, auth: text },
                  { requiredKeys: ['socketId'] },
                ),
                fc.dictionary(text, json, { maxKeys: 2 }),
              )
              .map(([pusher, others]) => ({ ...others, pusher })),
          },
          { weight: 1, arbitrary: fc.record({ pusher: json, persistedQuery: json }) },
        ),
      }),
      reaches: ['granted', 'data', 'BAD_REQUEST', 'BAD_USER_INPUT', 'FORBIDDEN'],
      tryTogether: postAll,
    });
  }, 120_000);

  it("as positions never brings what is not the subscriber's, and never more than there is", async () => {
    const [{ position } = { position: { epoch: '', offset: 0 } }] = ofAda;
    await fuzz({
      what: 'positions',
      cases: fc.oneof(
        fc.record({
          epoch: fc.oneof(fc.constant(position.epoch), damaged(position.epoch), text),
          offset: fc.oneof(fc.integer(), fc.nat({ max: 3 }), fc.double(), fc.maxSafeInteger()),
        }),
        json,
      ),
      reaches: ['granted', 'BAD_USER_INPUT'],
      async tryTogether(all, saw) {
        for (let at = 0; at < all.length; at += 10) {
          const batch = all.slice(at, at + 10).map((given) => ({
            query: 'subscription { invoiced { id text } }',
            extensions: { pusher: { socketId: '1.2', position: given } },
          }));
          const answer = await post(JSON.stringify(batch), 'application/json', 'application/json');
          for (const outcome of outcomesOf(answer)) saw(outcome);
          for (const { extensions } of JSON.parse(answer) as { extensions?: { pusher: Grant } }[])
            expect([undefined, 0]).toContain(extensions?.pusher.missed?.length);
        }
      },
    });
  }, 120_000);

  it('left nothing in the log', () => {
    expect(stack.errors).toEqual([]);
  });
});
