import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPusherTransport } from '../../src/index.ts';

const transport = createPusherTransport({ appId: '1', key: 'k', secret: 's', cluster: 'eu' });

/** What the transport makes of a webhook with this event. */
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
  ['data as it was sent', { data: '{"a":1}' }, { data: '{"a":1}' }],
  ['data that the server has parsed', { data: { a: 1 } }, { data: '{"a":1}' }],
  ['data that is null', { data: null }, { data: undefined }],
  ['a connection that is null', { socket_id: null }, { socketId: undefined }],
])('a webhook may have %s', (_what, sent, expected) => {
  expect(received({ ...clientEvent, ...sent })).toMatchObject([{ ...clientEvent, ...expected }]);
});

it('a webhook event without a channel is left out', () => {
  expect(received({ name: 'channel_vacated' })).toEqual([]);
});
