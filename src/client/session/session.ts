/** All that a client does on one Pusher instance. */

import type { Position } from '../../protocol/index.ts';
import type { Events } from '../client-events.ts';
import type { ClientOptions } from '../client-options.ts';
import { createRequests, type Post } from '../http/index.ts';
import { grantOf } from '../ordering/index.ts';
import type { PusherInstance } from '../pusher/index.ts';
import type { Retry } from '../retry.ts';
import { createStream, type Granted, type OperationStream } from './operation-stream.ts';
import type { Subscription } from './subscription.ts';
import { watchConnection } from './watch-connection.ts';
import { watchPositions } from './watch-positions.ts';

export interface Session {
  readonly pusher: PusherInstance;
  /** Asks for the operation, and joins its channel unless the subscription has ended by then. */
  start(subscription: Subscription): void;
  /** Forgets the Pusher instance; subscriptions must have ended. */
  close(): void;
}

export interface SessionOptions extends ClientOptions {
  post: Post;
  retry: Retry;
  events: Events;
  /** The session is of no use any more: Pusher refuses the connection. */
  onFatal: () => void;
}

export function createSession(pusher: PusherInstance, options: SessionOptions): Session {
  const { post, retry, events, onFatal, maxBatch = 10, holdBackMilliseconds = 250 } = options;
  const streams = new Map<string, OperationStream>();
  const socketId = (): string | undefined =>
    pusher.connection.state === 'connected' ? pusher.connection.socket_id : undefined;
  const requests = createRequests({ post, retry, maxBatch, socketId });

  const onClose = (channel: string): void => {
    streams.delete(channel);
  };
  const context = { pusher, requests, events, holdBackMilliseconds, socketId, place, onClose };

  function place(subscription: Subscription, granted: Granted, start: Position): void {
    const { channel } = granted.grant;
    const existing = streams.get(channel);
    const stream = existing ?? createStream(context, granted, start);
    streams.set(channel, stream);
    stream.attach(subscription, start);
    if (!existing) stream.join();
    // Else the connection was lost in the meantime, and the renewal tells.
    if (granted.socketId === socketId()) subscription.ready();
  }

  /** After a reconnect the `auth` is void; at other times this shows whether the last message was lost. */
  function renewAll(): void {
    for (const stream of streams.values()) stream.renew();
  }

  async function ask(subscription: Subscription): Promise<void> {
    const { payload } = subscription;
    const asked = await requests.ask({ payload, isWanted: () => subscription.isOpen });
    if (!subscription.isOpen) return;
    const grant = grantOf(asked.result);
    if (grant) return place(subscription, { grant, socketId: asked.socketId }, grant.position);
    const { data, errors } = asked.result;
    if (data == null) {
      return subscription.error(errors ?? new Error('The server granted nothing, and gave no errors.'));
    }
    // A query: graphql-ws takes these too.
    subscription.next(asked.result);
    subscription.complete();
  }

  const unwatchPositions = watchPositions(options.positionCheckMilliseconds, renewAll);
  const unwatchConnection = watchConnection(pusher, events, {
    onConnected: () => {
      renewAll();
      requests.flush();
    },
    onFatal: (error) => {
      onFatal();
      requests.fail(error);
      for (const stream of [...streams.values()]) stream.fail(error);
    },
  });

  return {
    pusher,
    start: (subscription) => {
      ask(subscription).catch(subscription.error);
    },
    close: () => {
      unwatchConnection();
      unwatchPositions();
    },
  };
}
