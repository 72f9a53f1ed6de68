import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { bind, topicChannel } from '../../src/client/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { startWorld, untilJoined } from './support/world.ts';

const topic = topicChannel<{ roomId: string }, unknown>({
  event: 'messageAdded',
  access: 'PRIVATE',
  template: 'room-{roomId}',
});
const channel = 'private-room-dogs';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

describe('onError of bind', () => {
  it('is called once when a server reports a rejected signature in both ways', async () => {
    const world = await startWorld();
    closing.push(() => world.close());
    const pusher = world.createPusher({
      channelAuthorization: {
        customHandler: ({ channelName, socketId }, callback) =>
          callback(
            null,
            channelName === channel
              ? { auth: 'test-key:forged' }
              : world.gateway.server.authorizeChannel(socketId, channelName),
          ),
      },
    });
    const onError = vi.fn();
    bind(pusher, topic, { roomId: 'dogs' }, () => undefined, { onError });
    await vi.waitFor(() => expect(onError).toHaveBeenCalled());
    // The server responds in order, so its messages about the first channel have arrived by now.
    pusher.subscribe('private-room-cats');
    await untilJoined(pusher, 'private-room-cats');
    expect(onError).toHaveBeenCalledOnce();
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ type: 'AuthError', status: 401 });
  });

  it.each([
    `Invalid signature: Expected HMAC SHA256 hex digest of 1.2:${channel}, but got forged`,
    "Invalid key in subscription auth data: 'K'",
    `Auth info required to subscribe to ${channel}`,
    `Auth value for subscription to ${channel} is invalid: should be of format 'key:signature'`,
  ])('is called when a server sends only pusher:error, as hosted Pusher does: %s', async (message) => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    closing.push(() => void server.close());
    server.on('connection', (socket) => {
      const send = (event: string, data: unknown): void => socket.send(JSON.stringify({ event, data }));
      send('pusher:connection_established', JSON.stringify({ socket_id: '1.2', activity_timeout: 120 }));
      socket.on('message', (text) => {
        if (String(text).includes('pusher:subscribe')) send('pusher:error', { code: null, message });
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const pusher = new Pusher('test-key', {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: (server.address() as AddressInfo).port,
      forceTLS: false,
      enabledTransports: ['ws'],
      channelAuthorization: { customHandler: (_request, callback) => callback(null, { auth: 'K:forged' }) },
    });
    closing.push(() => pusher.disconnect());
    const onError = vi.fn();
    bind(pusher, topic, { roomId: 'dogs' }, () => undefined, { onError });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce());
    expect(onError).toHaveBeenCalledWith({ type: 'AuthError', error: message, status: 401 });
  });
});
