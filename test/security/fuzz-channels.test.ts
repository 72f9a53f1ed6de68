import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/index.ts';
import { app, jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { damaged, expectNoAccident, fuzz, json, text } from './support/fuzz.ts';
import { registeredChannels, signature } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { me: ID }
  scalar Code
  type Subscription {
    messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}")
    counted(n: Int!): String! @channel(name: "count-{n};x")
    decoded(code: Code!): String! @channel(name: "code-{code}")
    invoiced(of: ID!): String! @channel(name: "org-{viewer.org};{of}", per: ["org"])
    entered(roomId: ID!): String! @channel(name: "lobby-{roomId}", access: PRESENCE)
    priced(symbol: ID!): String! @channel(name: "price-{symbol}", access: PUBLIC)
  }
`;

/** All that Mallory may join. */
const allowed = /^(private-(cache-)?(room-mine|org-evil;[\w\-=@,.]+)|presence-(cache-)?lobby-mine)$/;

describe('whatever is sent beside GraphQL', () => {
  let stack: Stack;
  let mallory: string;
  let ofAda: string;
  beforeAll(async () => {
    const mine = ({ roomId }: { roomId: string }, viewer?: Viewer) =>
      roomId === 'mine' || viewer?.id === 'ada';
    const ada = (_args: unknown, viewer?: Viewer) => viewer?.id === 'ada';
    stack = await startStack({
      typeDefs,
      rateLimits: false,
      quotas: false,
      resolvers: {
        Code: { __parseValue: (code: string) => code.toUpperCase() },
        Subscription: {
          messageAdded: { authorize: mine },
          entered: { authorize: mine },
          counted: { authorize: ada },
          decoded: { authorize: ada },
        },
      },
    });
    mallory = await tokenFor('mallory', { org: 'evil' });
    const grant = await stack.grant('3.4', {
      query: 'subscription { messageAdded(roomId: "secret") }',
      token: await tokenFor('ada'),
    });
    ofAda = grant.channel;
  });
  afterAll(() => stack.close());

  async function post(
    path: string,
    body: BodyInit,
    headers: Record<string, string>,
  ): Promise<[number, string]> {
    const response = await stack.gateway.fetch(
      new Request(`http://gateway.test${path}`, { method: 'POST', headers, body }),
    );
    const answer = await response.text();
    expectNoAccident(response.status, answer);
    return [response.status, answer];
  }

  it('as names of channels signs none that its viewer may not join', async () => {
    const names = fc.oneof(
      text,
      // As they should be, of this topic or that.
      fc
        .tuple(
          fc.constantFrom(
            ...[
              'private-room-',
              'private-org-evil;',
              'private-org-',
              'presence-lobby-',
              'private-cache-room-',
            ],
            ...['private-count-', 'private-code-', 'private-gql-', 'private-encrypted-'],
          ),
          fc.oneof(fc.constant('mine'), fc.stringMatching(/^[\w\-=@,.;]{1,6}$/)),
        )
        .map((parts) => parts.join('')),
      damaged(
        'private-room-secret',
        'private-cache-room-secret',
        'presence-lobby-secret',
        'private-count-1;x',
      ),
      damaged(
        'private-org-acme;1',
        'private-cache-gql-abc',
        'private-gql-r-1.x',
        'private-encrypted-room-secret',
        'private-code-a',
      ),
      damaged('private-room-mine', 'private-org-evil;1', 'presence-lobby-mine', 'price-X'),
      fc
        .constantFrom('room-secret', 'org-acme;1')
        .chain((name) =>
          fc
            .array(fc.constantFrom('private-', 'cache-', 'presence-', 'encrypted-', 'gql-'), { maxLength: 4 })
            .map((all) => all.join('') + name),
        ),
    );
    let joined = 0;
    await fuzz({
      what: 'names of channels',
      cases: names,
      reaches: ['signed', 'BAD_USER_INPUT', 'FORBIDDEN'],
      async tryTogether(all, saw) {
        const list = [...all, ofAda].map(
          (name, index) => [`channel_name[${index % 100}]`, name] as [string, string],
        );
        const body = new URLSearchParams([['socket_id', '1.2'], ...list.slice(-100)]).toString();
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Bearer ${mallory}`,
        };
        const [status, answer] = await post('/pusher/auth', body, headers);
        expect(status).toBe(200);
        for (const [name, { status: ofName, data, code }] of Object.entries(
          JSON.parse(answer) as Record<string, { status: number; data?: object; code?: string }>,
        )) {
          saw(data ? 'signed' : (code ?? 'no code'));
          if (allowed.test(name)) continue;
          expect([name, ofName === 200, data]).toEqual([name, false, undefined]);
        }
        joined += answer.split('test-key:').length - 1;
        await stack.store.registrations.remove('private-room-mine');
      },
    });
    // It is about something.
    expect(joined).toBeGreaterThan(0);
    const strange = (await registeredChannels(stack)).filter((name) => name !== ofAda && !allowed.test(name));
    expect(strange).toEqual([]);
  }, 120_000);

  it('as tokens is taken for nobody else than it says', async () => {
    const forAda = await tokenFor('ada');
    const part = fc.oneof(
      json.map((value) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')),
      fc.constantFrom(...forAda.split('.')),
      text,
    );
    const now = Math.floor(Date.now() / 1000);
    const time = fc.oneof(fc.integer({ min: now - 100, max: now + 100 }), fc.maxSafeInteger(), json);
    /** Signed with the right secret, or another, whatever they claim. */
    const signed = fc
      .tuple(
        fc.oneof(
          { weight: 6, arbitrary: fc.constant({ alg: 'HS256' }) },
          {
            weight: 1,
            arbitrary: fc.record({ alg: fc.oneof(fc.constantFrom('none', 'HS512', 'RS256'), json) }),
          },
          { weight: 1, arbitrary: fc.dictionary(text, json).map((more) => ({ alg: 'HS256', ...more })) },
        ),
        fc.oneof(
          fc.record(
            { sub: fc.oneof(text, json), exp: time, nbf: time, iat: time, name: json, watchlist: json },
            { requiredKeys: ['sub'] },
          ),
          json,
        ),
        fc.constantFrom(jwtSecret, jwtSecret, jwtSecret, `${jwtSecret}!`),
      )
      .map(([header, claims, secret]) => {
        const body = [header, claims]
          .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))
          .join('.');
        return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
      });
    const tokens = fc.oneof(
      { weight: 3, arbitrary: signed },
      { weight: 2, arbitrary: damaged(forAda) },
      { weight: 1, arbitrary: fc.tuple(part, part, part).map((parts) => parts.join('.')) },
      { weight: 1, arbitrary: text },
      { weight: 1, arbitrary: fc.constantFrom('Bearer', 'null', `${forAda}.${forAda}`) },
    );
    await fuzz({
      what: 'tokens',
      cases: tokens,
      reaches: ['taken', '401'],
      async tryTogether(all, saw) {
        await Promise.all(
          all.map(async (token) => {
            const body = new URLSearchParams({ socket_id: '1.2', deWT: token }).toString();
            const headers = { 'content-type': 'application/x-www-form-urlencoded' };
            const [status, answer] = await post('/pusher/user-auth', body, headers);
            saw(signature.test(answer) ? 'taken' : status);
            if (status !== 200) return expect(answer).not.toMatch(signature);
            // The last letter of a signature has bits that mean nothing.
            const [head = '', claims = '', mark = ''] = token.trim().split('.');
            const right = createHmac('sha256', jwtSecret).update(`${head}.${claims}`).digest('hex');
            expect(Buffer.from(mark, 'base64url').toString('hex')).toBe(right);
            const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
            expect(JSON.parse(JSON.parse(answer).user_data).id).toBe(sub);
          }),
        );
      },
    });
  }, 120_000);

  it('as bodies of webhooks, signed or not, ends no subscription', async () => {
    const event = fc.record(
      {
        name: fc.oneof(
          fc.constantFrom('channel_vacated', 'channel_occupied', 'member_added', 'client_event'),
          json,
        ),
        channel: fc.oneof(fc.constantFrom('presence-x', 'private-x'), text, json),
        event: json,
        data: json,
        user_id: json,
        socket_id: json,
      },
      { requiredKeys: [] },
    );
    const bodies = fc.oneof(
      fc
        .record({
          time_ms: fc.oneof(fc.constant(Date.now()), json),
          events: fc.oneof(fc.array(event, { maxLength: 3 }), json),
        })
        .map((body) => JSON.stringify(body)),
      json.map((body) => JSON.stringify(body)),
      text,
    );
    const signatures = fc.oneof(
      { weight: 4, arbitrary: fc.constant('right') },
      { weight: 1, arbitrary: fc.constantFrom('', 'x', 'f'.repeat(64), 'é') },
    );
    await fuzz({
      what: 'webhooks',
      cases: fc.tuple(bodies, signatures),
      reaches: ['200', '403'],
      async tryTogether(all, saw) {
        await Promise.all(
          all.map(async ([body, sign]) => {
            const right = createHmac('sha256', app.secret).update(Buffer.from(body)).digest('hex');
            const headers = {
              'content-type': 'application/json',
              'x-pusher-key': app.key,
              'x-pusher-signature': sign === 'right' ? right : encodeURIComponent(sign),
            };
            const [status] = await post('/pusher/webhook', body, headers);
            saw(status);
            expect([200, 400, 403]).toContain(status);
            if (sign !== 'right') expect(status).toBe(403);
          }),
        );
      },
    });
    expect(await registeredChannels(stack)).toContain(ofAda);
  }, 120_000);

  it('left nothing in the log', () => {
    expect(stack.errors).toEqual([]);
  });
});
