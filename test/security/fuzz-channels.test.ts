import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/index.ts';
import { app, type Stack, startStack, tokenFor } from '../support/stack.ts';
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
    await fuzz('names of channels', names, async (all) => {
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
      for (const [name, { status: ofName, data }] of Object.entries(
        JSON.parse(answer) as Record<string, { status: number; data?: object }>,
      )) {
        if (allowed.test(name)) continue;
        expect([name, ofName === 200, data]).toEqual([name, false, undefined]);
      }
      joined += answer.split('test-key:').length - 1;
      await stack.store.registrations.remove('private-room-mine');
    });
    // It is about something.
    expect(joined).toBeGreaterThan(0);
    const strange = (await registeredChannels(stack)).filter((name) => name !== ofAda && !allowed.test(name));
    expect(strange).toEqual([]);
  }, 120_000);

  it('as tokens is taken for nobody', async () => {
    const forAda = await tokenFor('ada');
    const part = fc.oneof(
      json.map((value) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')),
      fc.constantFrom(...forAda.split('.')),
      text,
    );
    const tokens = fc.oneof(
      damaged(forAda),
      fc.tuple(part, part, part).map((parts) => parts.join('.')),
      text,
      fc.constantFrom('Bearer', 'null', `${forAda}.${forAda}`),
    );
    await fuzz('tokens', tokens, async (all) => {
      await Promise.all(
        all.map(async (token) => {
          // The last letter of a signature has bits that mean nothing.
          if (bytesOf(token.trim()) === bytesOf(forAda)) return;
          const body = new URLSearchParams({ socket_id: '1.2', deWT: token }).toString();
          const headers = { 'content-type': 'application/x-www-form-urlencoded' };
          const [status, answer] = await post('/pusher/user-auth', body, headers);
          expect([token, status]).toEqual([token, 401]);
          expect(answer).not.toMatch(signature);
        }),
      );
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
    await fuzz('webhooks', fc.tuple(bodies, signatures), async (all) => {
      await Promise.all(
        all.map(async ([body, sign]) => {
          const right = createHmac('sha256', app.secret).update(Buffer.from(body)).digest('hex');
          const headers = {
            'content-type': 'application/json',
            'x-pusher-key': app.key,
            'x-pusher-signature': sign === 'right' ? right : encodeURIComponent(sign),
          };
          const [status] = await post('/pusher/webhook', body, headers);
          expect([200, 400, 403]).toContain(status);
          if (sign !== 'right') expect(status).toBe(403);
        }),
      );
    });
    expect(await registeredChannels(stack)).toContain(ofAda);
  }, 120_000);

  it('left nothing in the log', () => {
    expect(stack.errors).toEqual([]);
  });
});

function bytesOf(token: string): string {
  return token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
}
