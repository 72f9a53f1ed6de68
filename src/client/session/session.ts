import type { Position } from '../../protocol/index.ts';
import type { Events } from '../client-events.ts';
import type { ClientOptions } from '../client-options.ts';
import { createRequests, type Post } from '../http/index.ts';
import { grantOf } from '../ordering/index.ts';
import type { PusherInstance } from '../pusher/index.ts';
import type { Retry } from '../retry.ts';
import {
  attach,
  createStream,
  fail,
  type Granted,
  join,
  type OperationStream,
  recover,
} from './operation-stream.ts';
import type { Subscription } from './subscription.ts';
import { watchConnection } from './watch-connection.ts';

/** All subscriptions of a client on one Pusher instance. */
export interface Session {
  readonly pusher: PusherInstance;
  /** Requests the operation, and joins its channel if the subscription is still open. */
  start(subscription: Subscription): void;
  /** Stops using the Pusher instance. All subscriptions must have ended. */
  close(): void;
}

export interface SessionOptions extends ClientOptions {
  post: Post;
  retry: Retry;
  events: Events;
  /** Called when the session cannot be used any more, because Pusher rejected the connection. */
  onFatal: () => void;
}

export function createSession(pusher: PusherInstance, options: SessionOptions): Session {
  const { post, retry, events, onFatal, maxBatch = 10, holdBackMilliseconds = 250 } = options;
  const streams = new Map<string, OperationStream>();
  const socketId = (): string | undefined =>
    pusher.connection.state === 'connected' ? pusher.connection.socket_id : undefined;
  const requests = createRequests({ post, retry, maxBatch, socketId });

  const context = {
    pusher,
    requests,
    events,
    holdBackMilliseconds,
    socketId,
    place,
    onClose: (channel: string) => streams.delete(channel),
  };

  function place(subscription: Subscription, granted: Granted, start: Position): void {
    const { channel, event } = granted.grant;
    const existing = streams.get(channel);
    const stream = existing ?? createStream(context, granted, start);
    streams.set(channel, stream);
    attach(stream, subscription, start);
    if (!existing) join(stream, event);
    // Otherwise the connection was lost in the meantime, and the recovery calls `ready`.
    if (granted.socketId === socketId()) subscription.ready();
  }

  /** Runs after a reconnect, which makes each `auth` invalid, and when the last message may have been lost. */
  function recoverAll(): void {
    for (const stream of streams.values()) recover(stream);
  }

  async function request(subscription: Subscription): Promise<void> {
    const { payload } = subscription;
    const response = await requests.send({ payload, isWanted: () => subscription.isOpen });
    if (!subscription.isOpen) return;
    const grant = grantOf(response.result);
    if (grant) return place(subscription, { grant, socketId: response.socketId }, grant.position);
    const { data, errors } = response.result;
    if (data == null) {
      return subscription.error(errors ?? new Error('The server returned no grant.'));
    }
    // The operation is a query. graphql-ws accepts queries too.
    subscription.next(response.result);
    subscription.complete();
  }

  const unwatchPositions = watchPositions(options.positionCheckMilliseconds, recoverAll);
  const unwatchConnection = watchConnection(pusher, events, {
    onConnected: () => {
      recoverAll();
      requests.flush();
    },
    onFatal: (error) => {
      onFatal();
      requests.fail(error);
      for (const stream of [...streams.values()]) fail(stream, error);
    },
  });

  return {
    pusher,
    start: (subscription) => {
      request(subscription).catch(subscription.error);
    },
    close: () => {
      unwatchConnection();
      unwatchPositions();
    },
  };
}

/** Calls `check` when a last message may have been lost unnoticed. Returns a function that stops it. */
function watchPositions(intervalMilliseconds: number | undefined, check: () => void): () => void {
  // Browsers suspend hidden pages together with their sockets.
  const { document } = globalThis as { document?: Document };
  const whenVisible = (): void => {
    if (document?.visibilityState === 'visible') check();
  };
  document?.addEventListener('visibilitychange', whenVisible);
  const timer = intervalMilliseconds ? setInterval(check, intervalMilliseconds) : undefined;
  return () => {
    document?.removeEventListener('visibilitychange', whenVisible);
    clearInterval(timer);
  };
}
