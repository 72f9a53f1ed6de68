import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pusher } from '../support/pusher-js.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { authorizedByMutation } from './support/authorized-by-mutation.ts';

describe('users', () => {
  let stack: Stack;
  let admin: string;
  beforeAll(async () => {
    admin = await tokenFor('admin', { role: 'admin' });
    stack = await startStack(
      {
        typeDefs: 'type Query { hello: String }',
        rules: {
          sendToUser: (_event, { claims }) => claims.role === 'admin',
          terminateUserConnections: (_user, { claims }) => claims.role === 'admin',
        },
      },
      { app: { userAuthentication: true } },
    );
  });
  afterAll(() => stack.close());

  async function signedIn(sub: string, claims: Record<string, unknown> = {}): Promise<Pusher> {
    const { pusher } = await stack.connect(authorizedByMutation(stack, await tokenFor(sub, claims)));
    await signIn(pusher);
    return pusher;
  }

  async function signIn(pusher: Pusher): Promise<void> {
    const done = new Promise<void>((resolve) => {
      pusher.connection.bind('message', ({ event }: { event: string }) => {
        // The user's own channel is joined after the sign-in.
        if (event === 'pusher_internal:subscription_succeeded') resolve();
      });
    });
    pusher.signin();
    await done;
  }

  const eventOf = <T>(pusher: Pusher, name: string): Promise<T> =>
    new Promise((resolve) => {
      pusher.user.bind(name, resolve);
    });

  const sendToUser = (userId: string, data: unknown, token = admin) =>
    stack.request({
      query: 'mutation ($u: ID!, $d: PusherJSON!) { sendToUser(userId: $u, event: "note", data: $d) }',
      variables: { u: userId, d: data },
      token,
    });

  it.each(['ada', 'auth0|42', 'a/b?c#d', 'Ünïcödé'])(
    'a connection signs in as its viewer (%s) and receives what is sent to that user',
    async (id) => {
      const ada = await signedIn(id);
      const other = await signedIn('somebody-else');
      expect(ada.user.user_data).toEqual({ id });
      const received: unknown[] = [];
      other.user.bind('note', (data: unknown) => received.push(data));
      const note = eventOf(ada, 'note');
      expect(await sendToUser(id, { text: 'psst' })).toMatchObject({ data: { sendToUser: true } });
      expect(await note).toEqual({ text: 'psst' });
      const own = eventOf(other, 'note');
      await sendToUser('somebody-else', 'yours');
      await own;
      expect(received).toEqual(['yours']);
    },
  );

  it('shows of the viewer what the token says: the name, and whom to watch', async () => {
    const token = await tokenFor('ada', { name: 'Ada', watchlist: ['bob'], role: 'admin' });
    const { data } = await stack.request({
      query: 'mutation { authenticateUser(socketId: "1.2") { auth userData } }',
      token,
    });
    expect(data.authenticateUser.auth).toMatch(/^test-key:[\da-f]{64}$/);
    expect(JSON.parse(data.authenticateUser.userData)).toEqual({
      id: 'ada',
      user_info: { name: 'Ada' },
      watchlist: ['bob'],
    });
  });

  it('a user hears when those on the watchlist come and go', async () => {
    const ada = await signedIn('ada', { watchlist: ['carol'] });
    const events: string[] = [];
    const online = new Promise<void>((resolve) => {
      ada.user.watchlist.bind('online', ({ user_ids }: { user_ids: string[] }) => {
        events.push(`online ${user_ids}`);
        resolve();
      });
    });
    const offline = new Promise<void>((resolve) => {
      ada.user.watchlist.bind('offline', ({ user_ids }: { user_ids: string[] }) => {
        if (events.length > 0) resolve();
        if (events.length > 0) events.push(`offline ${user_ids}`);
      });
    });
    const carol = await signedIn('carol');
    await online;
    carol.disconnect();
    await offline;
    expect(events).toEqual(['online carol', 'offline carol']);
  });

  it.each(['dave', 'auth0|43', 'x/y?z'])(
    'all connections of a user (%s) are closed, and nobody else is',
    async (id) => {
      const [one, two, other] = [await signedIn(id), await signedIn(id), await signedIn('erin')];
      const closed = [one, two].map(
        (each) => new Promise<void>((resolve) => each.connection.bind('disconnected', () => resolve())),
      );
      const { data, errors } = await stack.request({
        query: 'mutation ($u: ID!) { terminateUserConnections(userId: $u) }',
        variables: { u: id },
        token: admin,
      });
      expect(errors).toBeUndefined();
      expect(data.terminateUserConnections).toBe(true);
      await Promise.all(closed);
      expect(other.connection.state).toBe('connected');
    },
  );

  it('a user without a connection is no error', async () => {
    expect(await sendToUser('nobody', 1)).toMatchObject({ data: { sendToUser: true } });
    const query = 'mutation { terminateUserConnections(userId: "nobody") }';
    expect(await stack.request({ query, token: admin })).toMatchObject({
      data: { terminateUserConnections: true },
    });
  });

  it('nobody signs in without a token', async () => {
    const query = 'mutation { authenticateUser(socketId: "1.2") { auth } }';
    expect(await stack.request({ query })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});
