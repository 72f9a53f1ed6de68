import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from '../../src/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { me: ID }
  type Mutation { touch: ID }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;
let touched = 0;
const resolvers = {
  Query: { me: (_root: unknown, _args: unknown, { viewer }: { viewer?: { id: string } }) => viewer?.id },
  Mutation: {
    touch: (_root: unknown, _args: unknown, { viewer }: { viewer?: { id: string } }) => {
      touched++;
      return viewer?.id;
    },
  },
};
const app = 'https://app.test';
const form = 'application/x-www-form-urlencoded';
const touch = 'mutation { touch }';

describe('a page of another origin', () => {
  let open: Stack;
  let listed: Stack;
  let cookie: string;
  beforeAll(async () => {
    open = await startStack({ typeDefs, resolvers });
    listed = await startStack({ typeDefs, resolvers, cors: { origin: [app, 'https://admin.test'] } });
    cookie = `deWT=${await tokenFor('ada')}`;
  });
  afterAll(async () => {
    await open.close();
    await listed.close();
  });

  const post = (
    stack: Stack,
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<Response> =>
    stack.gateway.fetch(new Request(`http://gateway.test${path}`, { method: 'POST', headers, body }));

  const corsOf = ({ headers }: Response) => ({
    origin: headers.get('access-control-allow-origin'),
    credentials: headers.get('access-control-allow-credentials'),
  });

  it.each(['https://evil.test', 'null', 'http://gateway.test.evil.test', app])(
    'of %s may ask without cookies where no origins are named',
    async (origin) => {
      const answer = await post(open, '/graphql', JSON.stringify({ query: '{ me }' }), {
        origin,
        'content-type': 'application/json',
      });
      expect(corsOf(answer)).toEqual({ origin, credentials: null });
    },
  );

  it.each(['https://evil.test', 'null', `${app}.evil.test`, 'http://app.test', 'https://APP.test'])(
    'of %s may not where it is not among those that are named',
    async (origin) => {
      for (const method of ['OPTIONS', 'POST']) {
        const answer = await listed.gateway.fetch(
          new Request('http://gateway.test/graphql', {
            method,
            headers: {
              origin,
              cookie,
              'content-type': 'application/json',
              'access-control-request-method': 'POST',
            },
            ...(method === 'POST' ? { body: JSON.stringify({ query: '{ me }' }) } : {}),
          }),
        );
        expect(corsOf(answer)).toEqual({ origin: null, credentials: null });
      }
    },
  );

  it('of a named origin may ask with cookies, and caches learn that it matters who asks', async () => {
    const answer = await post(listed, '/graphql', JSON.stringify({ query: '{ me }' }), {
      origin: app,
      cookie,
      'content-type': 'application/json',
    });
    expect(corsOf(answer)).toEqual({ origin: app, credentials: 'true' });
    expect(answer.headers.get('vary')).toContain('Origin');
    expect(await answer.json()).toEqual({ data: { me: 'ada' } });
  });

  it('cannot be allowed cookies for all, by mistake', () => {
    for (const cors of [{ credentials: true }, { origin: '*', credentials: true }])
      expect(() =>
        createGateway({ typeDefs, resolvers, store: open.store, transport: open.transport, cors }),
      ).toThrow(/List the allowed origins/);
  });

  describe.each([
    ['a form', form, new URLSearchParams({ query: touch }).toString()],
    [
      'a form with files',
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{"query":"${touch}"}\r\n--x--\r\n`,
    ],
    ['plain text', 'text/plain', JSON.stringify({ query: touch })],
  ])('as %s', (_what, type, body) => {
    it.each<[string, Record<string, string>]>([
      ['by its origin', { origin: 'https://evil.test' }],
      ['from a sandbox', { origin: 'null' }],
      ['by what the browser says of it', { 'sec-fetch-site': 'cross-site' }],
      ['from a neighbor', { 'sec-fetch-site': 'same-site', origin: 'https://other.gateway.test' }],
      ['of our name with another port', { origin: 'http://gateway.test:8080' }],
    ])('gets nothing done with cookies, found out %s', async (_how, headers) => {
      touched = 0;
      const answer = await post(open, '/graphql', body, { ...headers, cookie, 'content-type': type });
      expect([answer.status, touched]).toEqual([403, 0]);
      expect(await answer.text()).toContain('"code":"FORBIDDEN"');
    });
  });

  it.each(['/pusher/auth', '/graphql/subscriptions/auth', '/pusher/user-auth'])(
    'has nothing signed with cookies at %s',
    async (path) => {
      const answer = await post(open, path, 'socket_id=1.2&channel_name=private-room-1', {
        origin: 'https://evil.test',
        cookie,
        'content-type': form,
      });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'FORBIDDEN' });
    },
  );

  it.each<[string, Record<string, string>]>([
    ['of the same origin', { origin: 'http://gateway.test', 'sec-fetch-site': 'same-origin' }],
    ['of the same origin, by an older browser', { origin: 'http://gateway.test' }],
    ['that is no page', {}],
    [
      'with a header that needs a preflight',
      { origin: 'https://evil.test', 'x-requested-with': 'XMLHttpRequest' },
    ],
  ])('stock pusher-js signs in by a cookie when it is %s', async (_who, headers) => {
    const answer = await post(open, '/pusher/auth', 'socket_id=1.2&channel_name=private-room-1', {
      ...headers,
      cookie,
      'content-type': form,
    });
    expect(answer.status).toBe(200);
  });

  it('of a named origin may send forms with cookies', async () => {
    const answer = await post(listed, '/pusher/auth', 'socket_id=1.2&channel_name=private-room-1', {
      origin: app,
      cookie,
      'content-type': form,
    });
    expect([answer.status, corsOf(answer)]).toEqual([200, { origin: app, credentials: 'true' }]);
  });

  it('needs no cookie for stock pusher-js with a header or a parameter', async () => {
    const token = await tokenFor('ada');
    const body = 'socket_id=1.2&channel_name=private-room-1';
    const headers = { origin: 'https://anywhere.test', 'content-type': form };
    expect((await post(open, '/pusher/auth', `${body}&deWT=${token}`, headers)).status).toBe(200);
    const authorization = `Bearer ${token}`;
    expect((await post(open, '/pusher/auth', body, { ...headers, authorization })).status).toBe(200);
  });

  it('changes nothing by a link', async () => {
    touched = 0;
    for (const url of [
      `/graphql?query=${encodeURIComponent(touch)}`,
      '/pusher/auth?socket_id=1.2&channel_name=private-room-1',
    ]) {
      const answer = await open.gateway.fetch(
        new Request(`http://gateway.test${url}`, { headers: { cookie } }),
      );
      expect(answer.status).toBe(405);
    }
    expect(touched).toBe(0);
  });
});
