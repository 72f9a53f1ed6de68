import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJwtAuthentication } from '../../src/index.ts';
import type { Channel, Pusher } from '../support/pusher-js.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { me: String }
  type Subscription {
    messageAdded(roomId: ID!): ID! @channel(name: "room-{roomId}")
    entered: ID! @channel(name: "lobby", access: PRESENCE)
    whispered: ID! @channel(name: "safe", access: ENCRYPTED)
  }
`;

const form = 'application/x-www-form-urlencoded';

describe('the REST twins', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada', { name: 'Ada' });
    stack = await startStack(
      {
        typeDefs,
        resolvers: {
          Query: {
            me: (_root: unknown, _args: unknown, { viewer }: { viewer?: { id: string } }) => viewer?.id,
          },
          Subscription: {
            messageAdded: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' },
          },
        },
        rules: {
          channel: (channel) => {
            if (channel === 'private-broken') throw new Error('the database is at db.internal');
            return false;
          },
        },
      },
      { http: true, app: { userAuthentication: true } },
    );
  });
  afterAll(() => stack.close());

  const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': form, authorization: `Bearer ${token}`, ...headers },
      body,
    });

  const joined = (channel: Channel) =>
    new Promise<void>((resolve, reject) => {
      channel.bind('pusher:subscription_succeeded', () => resolve());
      channel.bind('pusher:subscription_error', (error: unknown) => reject(new Error(JSON.stringify(error))));
    });

  it('a stock pusher-js joins private, presence and encrypted channels', async () => {
    const { pusher } = await stack.connect({
      channelAuthorization: {
        endpoint: `${stack.url}/pusher/auth`,
        transport: 'ajax',
        headers: { authorization: `Bearer ${token}` },
      },
    });
    const encrypted = collect(pusher.subscribe('private-encrypted-safe'), 'whispered');
    const presence = pusher.subscribe('presence-lobby') as Channel & { members: { me: unknown } };
    await Promise.all([encrypted.joined, joined(presence), joined(pusher.subscribe('private-room-1'))]);
    expect(presence.members.me).toEqual({ id: 'ada', info: { name: 'Ada' } });
    await stack.gateway.publish('whispered', {}, 7);
    expect(await encrypted.next()).toBe('7');
    await expect(joined(pusher.subscribe('private-room-secret'))).rejects.toThrow(/403/);
  });

  it('a stock pusher-js signs in', async () => {
    const { pusher } = await stack.connect({
      userAuthentication: {
        endpoint: `${stack.url}/pusher/user-auth`,
        transport: 'ajax',
        params: { deWT: token },
      },
    });
    await signedIn(pusher);
    expect(pusher.user.user_data).toEqual({ id: 'ada', user_info: { name: 'Ada' } });
  });

  it.each([
    ['an Authorization header', { authorization: 'Bearer TOKEN' }, '', ''],
    ['a cookie', { authorization: '', cookie: 'theme=dark; deWT=TOKEN' }, '', ''],
    ['a parameter of the body', { authorization: '' }, '', '&deWT=TOKEN'],
    ['a parameter of the URL', { authorization: '' }, '?deWT=TOKEN', ''],
  ])('the token may be %s', async (_what, headers, query, parameter) => {
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', token)]),
    );
    const suffix = query.replace('TOKEN', token);
    const more = parameter.replace('TOKEN', token);
    const channel = await post(
      `/pusher/auth${suffix}`,
      `socket_id=1.2&channel_name=presence-lobby${more}`,
      filled,
    );
    expect(await channel.json()).toEqual({
      auth: expect.stringMatching(/^test-key:/),
      channel_data: '{"user_id":"ada","user_info":{"name":"Ada"}}',
    });
    const user = await post(`/pusher/user-auth${suffix}`, `socket_id=1.2${more}`, filled);
    expect(await user.json()).toEqual({
      auth: expect.stringMatching(/^test-key:/),
      user_data: '{"id":"ada","user_info":{"name":"Ada"}}',
    });
  });

  it('GraphQL takes the token from the same places', async () => {
    const ask = async (url: string, headers: Record<string, string>) =>
      (await fetch(`${stack.url}${url}`, { headers })).json();
    const query = '/graphql?query={me}';
    expect(await ask(query, { cookie: `deWT=${token}` })).toEqual({ data: { me: 'ada' } });
    expect(await ask(`${query}&deWT=${token}`, {})).toEqual({ data: { me: 'ada' } });
    expect(await ask(query, {})).toEqual({ data: { me: null } });
  });

  it("cookies' and parameters' name can be another", async () => {
    const secret = 'another secret for tests, of at least 32 bytes';
    const authenticate = createJwtAuthentication({ secret, parameter: 'session' });
    const request = (cookie: string) => new Request('http://gateway.test/', { headers: { cookie } });
    expect(await authenticate(request(`deWT=${token}`), { deWT: token })).toBeUndefined();
    await expect(async () => authenticate(request(`session=${token}`), {})).rejects.toThrow(/not accepted/);
    await expect(async () => authenticate(request(''), { session: token })).rejects.toThrow(/not accepted/);
  });

  it('the header counts before the cookie, and the cookie before the parameter', async () => {
    const bob = await tokenFor('bob');
    const idOf = async (body: string, headers: Record<string, string>) => {
      const response = await post('/pusher/user-auth', body, headers);
      return JSON.parse(((await response.json()) as { user_data: string }).user_data).id;
    };
    const cookie = `deWT=${bob}`;
    expect(await idOf('socket_id=1.2', { cookie })).toBe('ada');
    expect(await idOf(`socket_id=1.2&deWT=${token}`, { authorization: '', cookie })).toBe('bob');
  });

  it("pusher-js-auth's batch is answered channel by channel", async () => {
    // As the package writes it, with its leading ampersand.
    const channels = ['private-room-1', 'presence-lobby', 'private-encrypted-safe', 'private-room-secret'];
    const refused = ['private-unknown', 'public', 'a b', '__proto__', 'private-broken'];
    const names = [...channels, ...refused].map(
      (name, index) => `&channel_name[${index}]=${encodeURIComponent(name)}`,
    );
    const response = await post('/pusher/auth', `&socket_id=1.2${names.join('')}`);
    expect(response.status).toBe(200);
    const auth = expect.stringMatching(/^test-key:/);
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({
      'private-room-1': { status: 200, data: { auth } },
      'presence-lobby': { status: 200, data: { auth, channel_data: expect.stringMatching(/"ada"/) } },
      'private-encrypted-safe': { status: 200, data: { auth, shared_secret: expect.any(String) } },
      'private-room-secret': { status: 403, code: 'FORBIDDEN' },
      'private-unknown': { status: 403 },
      public: { status: 400, error: expect.stringMatching(/without authorization/) },
      'a b': { status: 400, code: 'BAD_USER_INPUT' },
      'private-broken': { status: 500, error: 'Unexpected error.' },
    });
    expect(Object.keys(body).sort()).toEqual([...channels, ...refused].sort());
    expect(stack.errors.map(String)).toContain('Error: the database is at db.internal');
  });

  it.each([
    ['name[]', `socket_id=1.2&channel_name[]=private-room-1&channel_name[]=private-room-1`, form],
    ['JSON', '{"socket_id":"1.2","channel_name":["private-room-1"]}', 'application/json'],
  ])('a batch may also be written as %s', async (_what, body, type) => {
    const response = await post('/pusher/auth', body, { 'content-type': type });
    expect(await response.json()).toEqual({
      'private-room-1': { status: 200, data: { auth: expect.any(String) } },
    });
  });

  it('one channel may be asked for in JSON', async () => {
    const body = '{"socket_id":"1.2","channel_name":"private-room-1"}';
    const response = await post('/pusher/auth', body, { 'content-type': 'application/json' });
    expect(await response.json()).toEqual({ auth: expect.any(String) });
  });

  it.each([
    ['/pusher/auth', 'channel_name[0]=private-room-1', 400, /socket_id/],
    ['/pusher/auth', 'socket_id=x&channel_name[0]=private-room-1', 400, /socket_id: must be/],
    [
      '/pusher/auth',
      `socket_id=1.2${Array.from({ length: 101 }, (_, i) => `&channel_name[${i}]=private-room-${i}`).join('')}`,
      400,
      /at most 100\. Send several requests/,
    ],
    ['/pusher/user-auth', '', 400, /socket_id/],
    ['/pusher/user-auth', 'socket_id=1', 400, /socket_id: must be the id/],
  ])('%s answers bad input with what to do (%#)', async (path, body, status, message) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(message), code: 'BAD_USER_INPUT' });
  });

  it('nobody signs in without a token, or with a wrong one', async () => {
    expect((await post('/pusher/user-auth', 'socket_id=1.2', { authorization: '' })).status).toBe(401);
    expect((await post('/pusher/user-auth', 'socket_id=1.2&deWT=a.b.c', { authorization: '' })).status).toBe(
      401,
    );
    expect((await post('/pusher/user-auth', 'socket_id=1.2', { authorization: 'Basic x' })).status).toBe(401);
    const batch = 'socket_id=1.2&channel_name[0]=private-room-1';
    expect(await (await post('/pusher/auth', batch, { authorization: '' })).json()).toMatchObject({
      'private-room-1': { status: 401, code: 'UNAUTHENTICATED' },
    });
  });

  it.each(['/pusher/auth', '/pusher/user-auth', '/pusher/webhook'])('%s takes POST only', async (path) => {
    const response = await fetch(`${stack.url}${path}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers are not kept by caches, and go to any origin, but not with its cookies', async () => {
    const headers = { origin: 'https://app.example' };
    const response = await post('/pusher/auth', 'socket_id=1.2&channel_name=private-room-1', headers);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

function signedIn(pusher: Pusher): Promise<void> {
  const done = new Promise<void>((resolve) => {
    pusher.connection.bind('message', ({ event }: { event: string }) => {
      if (event === 'pusher:signin_success') resolve();
    });
  });
  pusher.signin();
  return done;
}
