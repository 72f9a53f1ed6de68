import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPusherTransport } from '../../src/index.ts';

const transport = createPusherTransport({ appId: '1', key: 'k', secret: 's', cluster: 'eu' });

/** Returns the events that the transport parses from a webhook with this event. */
function received(event: unknown) {
  const body = JSON.stringify({ time_ms: Date.now(), events: [event] });
  const headers = {
    'content-type': 'application/json',
    'x-pusher-key': 'k',
    'x-pusher-signature': createHmac('sha256', 's').update(body).digest('hex'),
  };
  return transport.webhookEvents(headers, body);
}

const clientEvent = { name: 'client_event', channel: 'private-room', event: 'client-typing' };

it.each([
  ['a user id that is a number', { user_id: 7 }, { userId: '7' }],
  ['a user id that is null', { user_id: null }, { userId: undefined }],
  ['data as the client sent it', { data: '{"a":1}' }, { data: '{"a":1}' }],
  ['data that the server has parsed', { data: { a: 1 } }, { data: '{"a":1}' }],
  ['data that is null', { data: null }, { data: undefined }],
  ['a socket id that is null', { socket_id: null }, { socketId: undefined }],
])('a webhook can have %s', (_description, sent, expected) => {
  expect(received({ ...clientEvent, ...sent })).toMatchObject([{ ...clientEvent, ...expected }]);
});

it('a webhook event without a channel is ignored', () => {
  expect(received({ name: 'channel_vacated' })).toEqual([]);
});

describe('while a key is being replaced', () => {
  const oldPair = { key: 'old', secret: 'old secret' };
  const newPair = { key: 'new', secret: 'new secret' };

  /** Returns the events that a gateway with the new pair accepts from a webhook signed with another pair. */
  function receivedFrom({ key, secret }: typeof oldPair, webhookKeys?: (typeof oldPair)[]) {
    const rotating = createPusherTransport({ appId: '1', ...newPair, webhookKeys, cluster: 'eu' });
    const body = JSON.stringify({ time_ms: Date.now(), events: [clientEvent] });
    const headers = {
      'content-type': 'application/json',
      'x-pusher-key': key,
      'x-pusher-signature': createHmac('sha256', secret).update(body).digest('hex'),
    };
    return rotating.webhookEvents(headers, body);
  }

  it('a webhook can be signed with any pair of the app', () => {
    for (const pair of [oldPair, newPair]) expect(receivedFrom(pair, [oldPair])).toMatchObject([clientEvent]);
  });

  it.each([
    ['a pair that is not configured', oldPair, []],
    ['a pair that was removed', oldPair, undefined],
    ["one pair's key and the other's secret", { key: 'old', secret: 'new secret' }, [oldPair]],
    ['the old secret under the new key', { key: 'new', secret: 'old secret' }, [oldPair]],
  ])('a webhook signed with %s is rejected', (_description, pair, webhookKeys) => {
    expect(receivedFrom(pair, webhookKeys)).toBeUndefined();
  });
});
