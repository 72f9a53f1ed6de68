import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  scalar Any
  type Query { hello: String echo(of: ID): ID }
  type Mutation { touch(times: Int): Boolean }
  type Subscription { messageAdded(roomId: ID!, any: Any): String! @channel(name: "room-{roomId}") }
`;
let touched = 0;
const resolvers = {
  Query: { hello: () => 'Hello!' },
  Mutation: {
    touch: () => {
      touched++;
      return true;
    },
  },
};

let stack: Stack;
beforeAll(async () => {
  const rules = { trigger: () => true, sendToUser: () => true };
  stack = await startStack({ typeDefs, resolvers, rules }, { http: true });
});
afterAll(() => stack.close());

/** Sends bytes as they are, and answers all that came back. */
async function send(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
  socket.end(bytes);
  return textOf(socket);
}

interface Raw {
  readonly type?: string;
  readonly headers?: readonly string[];
  readonly path?: string;
  readonly host?: string;
}

function post(
  body: string,
  { type, headers = [], path = '/graphql', host = 'x' }: Raw = {},
): Promise<string> {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    `Content-Type: ${type ?? 'application/json'}`,
    ...headers,
  ];
  return send(`${head.join('\r\n')}\r\n\r\n${body}`);
}
const get = (target: string, ...headers: string[]): Promise<string> =>
  send(`${[`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`);

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const query = '{"query":"{ hello }"}';

describe('a request that names no host', () => {
  it.each(['[', 'a b', '%', 'x:99999', 'x/../y', 'x?y', 'x#y', 'user@x', 'http://x'])(
    'but "%s", is refused without a trace of what it met',
    async (host) => {
      for (const path of ['/graphql', '/pusher/auth', '/pusher/webhook', '/health', '/nowhere']) {
        const answer = await post(query, { host, path });
        expect(statusOf(answer)).toBe(400);
        expect(answer).not.toMatch(/ {4}at |node_modules|TypeError/);
      }
    },
  );

  it.each(['127.0.0.1:4000', '[::1]:4000', 'Gateway.Test', 'x:80', 'bücher.test'])(
    'is none that says "%s"',
    async (host) => {
      expect(statusOf(await post(query, { host }))).toBe(200);
    },
  );
});

describe('parameters that cannot be read', () => {
  const form = 'application/x-www-form-urlencoded';
  const multipart = 'multipart/form-data; boundary=x';
  const parts = (fields: Record<string, string>): string =>
    `${Object.entries(fields)
      .map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')}--x--\r\n`;

  it.each<[string, () => Promise<string>]>([
    ['variables of a URL', () => get('/graphql?query={hello}&variables={x')],
    ['extensions of a URL', () => get('/graphql?query={hello}&extensions=x')],
    ['a URL of which nothing can be decoded', () => get('/graphql?%=%ZZ&variables=%ZZ')],
    ['variables of a form', () => post('query={hello}&variables=%ZZ', { type: form })],
    ['extensions of a form', () => post('query={hello}&extensions={', { type: form })],
    [
      'a map of files that is a list',
      () => post(parts({ operations: query, map: '[1]' }), { type: multipart }),
    ],
    [
      'a map of files that leads nowhere',
      () => post(parts({ operations: 'null', map: '{"0":["a.b.c"]}' }), { type: multipart }),
    ],
    [
      'a map of files that leads to the length of a list',
      () =>
        post(parts({ operations: '{"variables":[]}', map: '{"0":["variables.length"]}', 0: 'x' }), {
          type: multipart,
        }),
    ],
    ['a form without an operation', () => post(parts({ map: '{}' }), { type: multipart })],
    ['a form without an end', () => post('--x\r\nnope', { type: multipart })],
    ['a form without a boundary', () => post(parts({}), { type: 'multipart/form-data' })],
    ['JSON without an end', () => post('['.repeat(100_000))],
    ['JSON that is none', () => post('{"query":')],
    ['text in another encoding', () => post('\u0000', { headers: ['Content-Encoding: gzip'] })],
  ])('%s are told so', async (_what, ask) => {
    const answer = await ask();
    expect(statusOf(answer)).toBe(400);
    expect(answer).toContain('"code":"BAD_REQUEST"');
  });

  it.each([
    ['query ($of: ID!) { echo(of: $of) }', { of: [1] }],
    ['query ($of: ID!) { echo(of: $of) }', {}],
    ['mutation ($of: Int) { touch(times: $of) }', { of: 'x' }],
    ['subscription ($of: ID!) { messageAdded(roomId: $of) }', { of: [1] }],
  ])('and that do not fit %s are told so with a code', async (document, variables) => {
    const extensions = { pusher: { socketId: '1.2' } };
    const answer = await post(JSON.stringify({ query: document, variables, extensions }));
    expect(answer).toMatch(/"code":"BAD_USER_INPUT"/);
    expect(answer).toMatch(/Variable/);
  });

  const nested = (levels: number, open: string, close: string): string =>
    `${open.repeat(levels)}1${close.repeat(levels)}`;

  it.each([
    'query { hello }',
    'subscription ($of: Any) { messageAdded(roomId: "1", any: $of) }',
    'mutation ($of: PusherJSON!) { trigger(channels: ["private-x"], event: "x", data: $of) { __typename } }',
    'mutation ($of: PusherJSON!) { sendToUser(userId: "ada", event: "x", data: $of) }',
  ])(
    'of deep variables are read, and too deep ones refused before anybody takes them apart: %s',
    async (query) => {
      const headers = [`Authorization: Bearer ${await tokenFor('ada')}`];
      const ask = (variables: string) =>
        post(
          `{"query":${JSON.stringify(query)},"variables":${variables},"extensions":{"pusher":{"socketId":"1.2"}}}`,
          { headers },
        );
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        expect(await ask(`{"of":${nested(499, open, close)}}`)).not.toContain('errors');
        for (const levels of [500, 3_000, 100_000]) {
          const answer = await ask(`{"of":${nested(levels, open, close)}}`);
          expect(statusOf(answer)).toBe(400);
          expect(answer).toContain('nested');
        }
      }
    },
  );

  it('of one operation of a batch leave the others alone', async () => {
    const deep = `{"query":"{ hello }","variables":{"of":${nested(600, '[', ']')}}}`;
    const answer = await post(`[${query},${deep},${query}]`);
    expect(answer.match(/Hello!|BAD_REQUEST/g)).toEqual(['Hello!', 'BAD_REQUEST', 'Hello!']);
  });

  it('leave every object as it was', async () => {
    const map = '{"0":["variables.__proto__.touched","variables.constructor.prototype.touched"]}';
    await post(parts({ operations: '{"query":"{ hello }","variables":{}}', map, 0: 'x' }), {
      type: multipart,
    });
    await post('{"query":"{ hello }","__proto__":{"touched":1},"variables":{"__proto__":{"touched":1}}}');
    expect(({} as Record<string, unknown>).touched).toBeUndefined();
  });
});

describe('a body that has no end', () => {
  it.each(['/graphql', '/pusher/auth', '/pusher/user-auth', '/pusher/webhook'])(
    'is answered at %s once it is too large',
    async (path) => {
      const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
      const answered = new Promise<string>((resolve, reject) => {
        socket.once('data', (bytes) => resolve(String(bytes)));
        socket.once('close', () => reject(new Error('There was no answer.')));
      });
      const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
      socket.write(head);
      for (let chunk = 0; chunk < 40; chunk++) socket.write(`8000\r\n${'x'.repeat(0x8000)}\r\n`);
      const answer = await answered;
      expect(statusOf(answer)).toBe(413);
      expect(answer).toContain('REQUEST_ENTITY_TOO_LARGE');
      socket.destroy();
    },
  );
});

describe('a mutation', () => {
  const mutation = 'mutation{touch}';

  it.each([
    'application/json',
    'text/event-stream',
    'multipart/mixed',
    'application/graphql-response+json',
    '*/*',
  ])('does not run by a link, whatever is accepted (%s)', async (accept) => {
    touched = 0;
    for (const target of [
      `/graphql?query=${mutation}`,
      `/graphql?query=query%20A{hello}${encodeURIComponent(' mutation B{touch}')}&operationName=B`,
      `http://elsewhere/graphql?query=${mutation}`,
    ])
      expect(statusOf(await get(target, `Accept: ${accept}`))).toBeGreaterThanOrEqual(400);
    expect(touched).toBe(0);
  });

  it('does not run more often than a batch may be long, nor from batches in a batch', async () => {
    touched = 0;
    const one = { query: mutation };
    const many = Array.from({ length: 11 }, () => one);
    expect(statusOf(await post(JSON.stringify(many)))).toBe(413);
    expect(statusOf(await post(JSON.stringify(many), { headers: ['Accept: text/event-stream'] }))).toBe(413);
    await post(JSON.stringify([[one], [one]]));
    expect(touched).toBe(0);
  });
});

it('none of it was a failure of ours', () => {
  expect(stack.errors).toEqual([]);
});
