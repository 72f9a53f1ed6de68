import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/index.ts';
import { hmacHex } from '../../src/signing/hmac.ts';
import { credentials, startWorld } from '../channels/support/world.ts';
import { type SilentPusher, startSilentPusher } from '../gateway/support/silent-pusher.ts';
import { type Stack, startStack } from '../support/stack.ts';

/** Numbers as JSON has them, which JavaScript reads as a neighbor of what they are. */
const inexact = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }).map(String),
  fc.bigInt({ min: -(2n ** 80n), max: -(2n ** 53n) }).map(String),
  fc.constantFrom('9007199254740993', '9007199254740992', '1e400', '-1e400', '1e300'),
);
const exact = fc.maxSafeInteger();

describe('a number for a user id that JavaScript cannot hold exactly', () => {
  it('joins no presence channel and signs nobody in, while every other number does', async () => {
    const { raw } = await startWorld({ userAuthentication: true, limits: { presenceMembers: 1_000 } });
    const join = async (id: string) => {
      const client = await raw();
      const data = `{"user_id":${id},"user_info":{}}`;
      const auth = `${credentials.key}:${hmacHex(credentials.secret, `${client.socketId}:presence-room:${data}`)}`;
      client.send('pusher:subscribe', { channel: 'presence-room', channel_data: data, auth });
      const answer = await Promise.race([
        client.next('pusher:subscription_error'),
        client.next('pusher_internal:subscription_succeeded'),
      ]);
      client.ws.terminate();
      return JSON.stringify(answer);
    };
    const signIn = async (id: string) => {
      const client = await raw();
      const data = `{"id":${id}}`;
      const auth = `${credentials.key}:${hmacHex(credentials.secret, `${client.socketId}::user::${data}`)}`;
      client.send('pusher:signin', { auth, user_data: data });
      const answer = await Promise.race([
        client.closed.then(({ code, reason }) => ({ code, reason: String(reason) })),
        client.next('pusher:signin_success'),
      ]);
      client.ws.terminate();
      return JSON.stringify(answer);
    };
    await fc.assert(
      fc.asyncProperty(inexact, exact, async (wrong, right) => {
        expect(await join(wrong)).toMatch(/InvalidRequest.*user_id is the number .* Send the id as a string/);
        expect(await join(String(right))).toContain(`\\"ids\\":[`);
        expect(await signIn(wrong)).toMatch(/4009.*id is the number .* Send the id as a string/);
        expect(await signIn(String(right))).toContain('signin_success');
      }),
      { numRuns: 15 },
    );
  });

  describe('at the gateway', () => {
    let stack: Stack;
    let pusher: SilentPusher;
    let viewer: unknown;
    let allowed: unknown[] = [];
    beforeAll(async () => {
      pusher = await startSilentPusher();
      const allow = (question: unknown) => {
        allowed.push(question);
        return true;
      };
      stack = await startStack({
        typeDefs: /* GraphQL */ `
          type Query { find(id: ID, of: Filter, ids: [ID!], least: Float): String }
          input Filter { id: ID ids: [[ID]] next: Filter }
        `,
        resolvers: { Query: { find: (_root: unknown, args: unknown) => JSON.stringify(args) } },
        rules: { sendToUser: allow, terminateUserConnections: allow, channel: () => true },
        authenticate: () => viewer as Viewer,
        transport: pusher.transport,
      });
    });
    afterAll(async () => {
      await stack.close();
      pusher.close();
    });

    async function post(path: string, body: string): Promise<{ status: number; text: string }> {
      const headers = { 'content-type': 'application/json' };
      const response = await stack.gateway.fetch(
        new Request(`http://gateway.test${path}`, { method: 'POST', headers, body }),
      );
      return { status: response.status, text: await response.text() };
    }

    it.each([
      'mutation ($id: ID!) { terminateUserConnections(userId: $id) }',
      'mutation ($id: ID!) { sendToUser(userId: $id, event: "x", data: 1) }',
      'query ($id: ID) { find(id: $id) }',
      'query ($id: ID!) { find(ids: [$id]) }',
    ])('is rejected in a variable: %s', async (query) => {
      viewer = { id: 'admin', claims: {} };
      const ask = async (id: string) =>
        (await post('/graphql', `{"query":${JSON.stringify(query)},"variables":{"id":${id}}}`)).text;
      await fc.assert(
        fc.asyncProperty(inexact, exact, async (wrong, right) => {
          allowed = [];
          const before = pusher.requests.length;
          const answer = await ask(wrong);
          expect(answer).toContain('Send an ID as a string');
          expect(answer).toContain('BAD_USER_INPUT');
          expect([allowed, pusher.requests.length]).toEqual([[], before]);
          for (const id of [String(right), JSON.stringify(wrong)])
            expect(await ask(id)).not.toContain('errors');
        }),
        { numRuns: 20 },
      );
    });

    it('is rejected wherever an ID stands in variables, and no other number is', async () => {
      const query =
        'query ($of: Filter, $ids: [ID!], $least: Float) { find(of: $of, ids: $ids, least: $least) }';
      const ask = async (variables: string) =>
        (await post('/graphql', `{"query":${JSON.stringify(query)},"variables":${variables}}`)).text;
      const big = '9007199254740993';
      for (const [variables, place] of [
        [`{"of":{"id":${big}}}`, '$of.id'],
        [`{"of":{"next":{"next":{"ids":[["1"],[2,${big}]]}}}}`, '$of.next.next.ids.1.1'],
        [`{"ids":${big}}`, '$ids'],
        [`{"ids":["1",${big}]}`, '$ids.1'],
      ] as const)
        expect(await ask(variables)).toContain(
          `Variable \\"${place}\\" is a number that JavaScript cannot represent exactly`,
        );
      expect(await ask(`{"least":${big},"of":{"id":7,"ids":[[null]]},"ids":null}`)).not.toContain('errors');
    });

    it('is not taken for a viewer, in any request', async () => {
      const channel = '{"socket_id":"1.2","channel_name":"presence-room"}';
      const signInByMutation = '{"query":"mutation { authenticateUser(socketId: \\"1.2\\") { userData } }"}';
      for (const id of [
        2 ** 53,
        -(2 ** 53),
        1e300,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1.5,
        2n ** 60n,
        '',
        null,
        undefined,
        {},
        ['1'],
      ])
        for (const of of [
          { id, claims: {} },
          { id: 'ada', claims: {}, watchlist: [id] },
        ])
          for (const [path, body] of [
            ['/pusher/auth', channel],
            ['/pusher/user-auth', '{"socket_id":"1.2"}'],
            ['/graphql', signInByMutation],
          ] as const) {
            viewer = of;
            const { status, text } = await post(path, body);
            expect([status, text]).toEqual([401, expect.stringContaining('UNAUTHENTICATED')]);
            expect(text).toMatch(/viewer's (id|watchlist) (is|must)/);
            if (typeof id === 'number') expect(text).toContain('Send the id as a string');
          }
    });

    it('is the text of the number where that is exact', async () => {
      viewer = { id: 7, claims: {}, watchlist: [8, '9'] };
      const { text } = await post('/pusher/user-auth', '{"socket_id":"1.2"}');
      expect(JSON.parse(JSON.parse(text).user_data)).toEqual({ id: '7', watchlist: ['8', '9'] });
      const joined = await post('/pusher/auth', '{"socket_id":"1.2","channel_name":"presence-room"}');
      expect(JSON.parse(JSON.parse(joined.text).channel_data)).toEqual({ user_id: '7' });
    });
  });
});
