import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { app, collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { registeredChannels } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;

describe('a webhook', () => {
  let stack: Stack;
  let time = 0;
  beforeEach(async () => {
    time = Date.now();
    stack = await startStack({ typeDefs, now: () => time, rules: { channel: () => true } });
  });
  afterEach(() => stack.close());

  const bodyOf = (...events: object[]): string => JSON.stringify({ time_ms: time, events });
  const signatureOf = (body: string): string => createHmac('sha256', app.secret).update(body).digest('hex');

  const post = async (body: string, headers: Record<string, string | undefined> = {}): Promise<number> => {
    const all = {
      'content-type': 'application/json',
      'x-pusher-key': app.key,
      'x-pusher-signature': signatureOf(body),
      ...headers,
    };
    const given = Object.entries(all).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    const request = { method: 'POST', headers: new Headers(given), body };
    const response = await stack.gateway.fetch(new Request('http://gateway.test/pusher/webhook', request));
    const text = await response.text();
    expect(text).not.toContain('Unexpected');
    return response.status;
  };

  it.each<[string, Record<string, string | undefined>]>([
    ['without a signature', { 'x-pusher-signature': undefined }],
    ['with an empty signature', { 'x-pusher-signature': '' }],
    ['without a key', { 'x-pusher-key': undefined }],
    ['with the key of another app', { 'x-pusher-key': 'other-key' }],
    ['with the secret of another app', { 'x-pusher-signature': 'f'.repeat(64) }],
    ['with half a signature', { 'x-pusher-signature': signatureOf(bodyOf()).slice(0, 32) }],
    ['of another type', { 'content-type': 'text/plain' }],
    ['of no type', { 'content-type': undefined }],
  ])('%s is refused', async (_what, headers) => {
    expect(await post(bodyOf(), headers)).toBe(403);
  });

  it('whose body has been changed is refused', async () => {
    const body = bodyOf({ name: 'channel_vacated', channel: 'private-room-1' });
    expect(await post(body.replace('room-1', 'room-2'), { 'x-pusher-signature': signatureOf(body) })).toBe(
      403,
    );
  });

  it.each([
    [-601_000, 403],
    [-599_000, 200],
    [0, 200],
    [599_000, 200],
    [601_000, 403],
    [50 * 365 * 86_400_000, 403],
  ])('whose time is %i ms from the time of the gateway is answered with %i', async (offset, status) => {
    const body = JSON.stringify({ time_ms: time + offset, events: [] });
    expect(await post(body)).toBe(status);
  });

  it('that lies about a channel ends no subscription on it', async () => {
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_asked, callback) => callback(null, grant),
      },
    });
    const grant = await stack.grant(socketId, {
      query: 'subscription { messageAdded(roomId: "1") }',
      token: await tokenFor('ada'),
    });
    const messages = collect(pusher.subscribe(grant.channel), 'result');
    await messages.joined;
    const vacated = bodyOf({ name: 'channel_vacated', channel: grant.channel });
    for (let n = 0; n < 3; n++) expect(await post(vacated)).toBe(200);
    time += 5 * 60_000;
    await stack.gateway.sweep();
    expect(await registeredChannels(stack)).toEqual([grant.channel]);
  });

  it('that comes again tells nobody anything again, and one that was kept for later is refused', async () => {
    const channel = 'private-desk';
    const event = { name: 'client_event', channel, event: 'client-typing', data: '"x"', socket_id: '1.2' };
    const watching = {
      query: `subscription { channelEvents(channel: "${channel}") { event data } }`,
      token: await tokenFor('ada'),
    };
    const { position } = await stack.grant('1.2', watching);
    const body = bodyOf(event);
    for (let n = 0; n < 3; n++) expect(await post(body)).toBe(200);
    const again = () => stack.grant('1.2', { ...watching, extensions: { pusher: { position } } });
    expect((await again()).missed).toHaveLength(1);
    time += 11 * 60_000;
    expect(await post(body)).toBe(403);
    expect((await again()).position.offset).toBe(1);
  });
});
