import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as authentication from '../../examples/authentication/gateway.ts';
import { bySecret, bySession } from '../../examples/authentication/tokens.ts';
import * as encryption from '../../examples/encryption/gateway.ts';
import * as ruby from '../../examples/graphql-ruby/gateway.ts';
import * as lighthouse from '../../examples/lighthouse/gateway.ts';
import { printDeadLetters } from '../../examples/observability/dead-letters.ts';
import * as presence from '../../examples/presence/gateway.ts';
import { listen } from '../../examples/pusher-js/listen.ts';
import { App } from '../../examples/react/room.tsx';
import { resolvers } from '../../examples/schema/resolvers.ts';
import type { Client, PusherInstance } from '../../src/client/index.ts';
import { createTestGateway, type TestGateway, type TestGatewayOptions } from '../../src/testing/index.ts';
import { root } from '../support/child-process.ts';
import { Pusher } from '../support/pusher-js.ts';

// The build with encryption is for browsers. Node's build includes the cipher.
vi.mock('pusher-js/with-encryption', () => ({ default: Pusher }));

let gateway: TestGateway;
const clients: Client[] = [];
afterEach(async () => {
  for (const each of clients.splice(0)) each.dispose();
  await gateway?.close();
});

async function start(options: TestGatewayOptions): Promise<void> {
  gateway = await createTestGateway(options);
}
const textOf = (file: string): string => readFileSync(join(root, 'examples', file), 'utf8');

/** Subscribes and returns the list to which results are added. Resolves when the subscription is ready. */
async function resultsOf(client: Client, query: string): Promise<unknown[]> {
  clients.push(client);
  const results: unknown[] = [];
  await new Promise<void>((ready, error) => {
    const next = ({ data }: { data?: unknown }): void => void results.push(data);
    client.subscribe({ query }, { ready, error, next, complete: () => undefined });
  });
  return results;
}

describe('the guide to channels in the schema', () => {
  it('has a mutation that publishes on two topics', async () => {
    await start({ typeDefs: textOf('schema/schema.graphql'), resolvers });
    const added = await gateway.subscribe(
      'subscription { messageAdded(roomId: "dogs") { text } }',
      {},
      { sub: 'ada' },
    );
    const notified = await gateway.subscribe(
      'subscription { notified { text } }',
      {},
      { sub: 'owner-of-dogs' },
    );
    const query = 'mutation { sendMessage(roomId: "dogs", text: "woof") { text } }';
    expect(await gateway.request(query)).toEqual({ data: { sendMessage: { text: 'woof' } } });
    expect((await added.next()).value).toEqual({ data: { messageAdded: { text: 'woof' } } });
    expect((await notified.next()).value).toEqual({ data: { notified: { text: 'News in your room.' } } });
  });
});

describe('the guide to authentication', () => {
  const said = 'subscription { said(roomId: "dogs") { text } }';
  const spoken = 'subscription { spoken(roomId: "dogs") { text } }';
  const say =
    'mutation ($text: String!, $isDraft: Boolean) { say(roomId: "dogs", text: $text, isDraft: $isDraft) }';

  it('admits members, shows drafts to editors only, and removes a member', async () => {
    await start(authentication);
    const ada = await gateway.subscribe(said, {}, { sub: 'ada' });
    const bob = await gateway.subscribe(said, {}, { sub: 'bob' });
    const editor = await gateway.subscribe(spoken, {}, { sub: 'ada', role: 'editor' });
    const eve = gateway.subscribe(said, {}, { sub: 'eve' });
    await expect(eve).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });

    const token = await gateway.token({ sub: 'ada' });
    for (const variables of [{ text: 'hm', isDraft: true }, { text: 'woof' }])
      expect(await gateway.request(say, variables, token)).toEqual({ data: { say: true } });
    expect((await editor.next()).value).toEqual({ data: { spoken: { text: 'hm' } } });
    for (const each of [ada, bob])
      expect((await each.next()).value).toEqual({ data: { said: { text: 'woof' } } });

    await authentication.throwOut(gateway.gateway, 'dogs', 'bob');
    await expect(bob.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    await gateway.request(say, { text: 'gone?' }, token);
    expect((await ada.next()).value).toEqual({ data: { said: { text: 'gone?' } } });
  });

  it('authenticates a viewer by cookie or by token', async () => {
    const cookie = { headers: { cookie: 'theme=dark; session=s1' } };
    expect(await bySession(new Request('http://a.test', cookie), {})).toMatchObject({ id: 'ada' });
    expect(await bySession(new Request('http://a.test'), {})).toBeUndefined();
    expect(await bySecret(new Request('http://a.test'), {})).toBeUndefined();
  });

  it('has a client that renews its token for each request', async () => {
    const { connect } = await import('../../examples/authentication/client.ts');
    await start(authentication);
    const renew = vi.fn(() => gateway.token({ sub: 'ada' }));
    const results = await resultsOf(connect(gateway.url, renew), said);
    await gateway.publish('said', { roomId: 'dogs' }, { text: 'woof' });
    await expect.poll(() => results, { interval: 5 }).toEqual([{ said: { text: 'woof' } }]);
    expect(renew).toHaveBeenCalled();
  });
});

describe('the guide to presence', () => {
  it('shows the members to each other, and to viewers with permission', async () => {
    const { connect, watchPeople } = await import('../../examples/presence/client.ts');
    await start(presence);
    const origin = gateway.url.replace('/graphql', '');
    const join = async (sub: string): Promise<{ pusher: PusherInstance; shown: string[][] }> => {
      const client = connect(origin, await gateway.token({ sub }));
      const connected = new Promise<PusherInstance>((resolve) => client.on('connected', resolve));
      await resultsOf(client, 'subscription { said(roomId: "dogs") { text } }');
      const shown: string[][] = [];
      const pusher = await connected;
      watchPeople(pusher, 'dogs', (ids) => shown.push(ids.toSorted()));
      await expect.poll(() => shown.length, { interval: 5 }).toBeGreaterThan(0);
      return { pusher, shown };
    };
    const [members, changes] = textOf('presence/people.graphql').split(/^# #endregion members$/m);
    const coming = await gateway.subscribe(changes ?? '', {}, { sub: 'eve' });
    const ada = await join('ada');
    const bob = await join('bob');
    expect(bob.shown).toEqual([['ada', 'bob']]);
    const token = await gateway.token({ sub: 'eve' });
    expect(await gateway.request(members ?? '', {}, token)).toEqual({
      data: { presenceMembers: expect.arrayContaining(['ada', 'bob']) },
    });
    bob.pusher.disconnect();
    await expect.poll(() => ada.shown, { interval: 5 }).toEqual([['ada'], ['ada', 'bob'], ['ada']]);
    const changesSeen = [
      (await coming.next()).value,
      (await coming.next()).value,
      (await coming.next()).value,
    ];
    expect(changesSeen.map(({ data }) => Object.values(data.presence))).toEqual([
      ['JOINED', 'ada'],
      ['JOINED', 'bob'],
      ['LEFT', 'bob'],
    ]);
  });
});

describe('the guide to encryption', () => {
  it('has a client that decrypts what Pusher cannot read', async () => {
    const { connect } = await import('../../examples/encryption/client.ts');
    await start(encryption);
    const client = connect(gateway.url, await gateway.token({ sub: 'ada', role: 'doctor' }));
    const wire: string[] = [];
    client.on('connected', (pusher) =>
      pusher.connection.bind('message', (message) => wire.push(JSON.stringify(message))),
    );
    const results = await resultsOf(client, 'subscription { diagnosed(patientId: "7") { text } }');
    await gateway.publish('diagnosed', { patientId: '7' }, { text: 'hay fever' });
    await expect.poll(() => results, { interval: 5 }).toEqual([{ diagnosed: { text: 'hay fever' } }]);
    expect(wire.join()).toContain('ciphertext');
    expect(wire.join()).not.toContain('hay fever');
  });
});

describe('the migration guides', () => {
  async function subscribe(query: string, claims: { sub: string }): Promise<Response> {
    return fetch(gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await gateway.token(claims)}`,
      },
      body: JSON.stringify({ query }),
    });
  }

  it('respond like GraphQL Pro', async () => {
    await start(ruby.options);
    const response = await subscribe('subscription { messageWasAdded(roomId: "dogs") { text } }', {
      sub: 'ada',
    });
    expect(response.headers.get('x-subscription-id')).toMatch(/^private-/);
    const say = 'mutation { addMessage(roomId: "dogs", text: "woof") { text } }';
    expect(await gateway.request(say)).toEqual({ data: { addMessage: { text: 'woof' } } });
  });

  it('respond like Lighthouse', async () => {
    await start(lighthouse.options);
    const response = await subscribe('subscription { postUpdated(authorId: "ada") { title } }', {
      sub: 'ada',
    });
    expect(await response.json()).toMatchObject({
      data: { postUpdated: null },
      extensions: { lighthouse_subscriptions: { channel: expect.stringMatching(/^private-/) } },
    });
    const update = 'mutation { updatePost(id: 1, title: "Woof") { title } }';
    expect(await gateway.request(update)).toEqual({ data: { updatePost: { title: 'Woof' } } });
  });
});

describe('the example with plain pusher-js', () => {
  it('receives the events of the topic until it unsubscribes', async () => {
    await start({ typeDefs: textOf('schema/schema.graphql'), resolvers });
    const { connect } = await import('../../examples/presence/client.ts');
    const origin = gateway.url.replace('/graphql', '');
    const client = connect(origin, await gateway.token({ sub: 'ada' }));
    const connected = new Promise<PusherInstance>((resolve) => client.on('connected', resolve));
    await resultsOf(client, 'subscription { notified { text } }');
    const pusher = await connected;
    const texts: string[] = [];
    const leave = listen(pusher, (text) => texts.push(text));
    await expect.poll(() => pusher.channel('private-room-dogs')?.subscribed, { interval: 5 }).toBe(true);
    await gateway.publish('messageAdded', { roomId: 'dogs' }, { id: '1', text: 'woof' });
    await expect.poll(() => texts, { interval: 5 }).toEqual(['woof']);
    leave();
    expect(pusher.channel('private-room-dogs')).toBeUndefined();
  });
});

describe('other examples in the documentation', () => {
  it('the React room renders before the first result', () => {
    expect(renderToString(createElement(App))).toBe('<section aria-busy="true"></section>');
  });

  it('dead letters are printed', async () => {
    const printed = vi.spyOn(console, 'log').mockReturnValue();
    const letter = { id: 'e1', topic: 'said:room-dogs', reason: 'too large', at: 0, body: '1' };
    await printDeadLetters({ deadLetters: async () => [letter] });
    expect(printed.mock.lastCall).toEqual(['1970-01-01T00:00:00.000Z', 'said:room-dogs', 'e1', 'too large']);
    printed.mockRestore();
  });
});
