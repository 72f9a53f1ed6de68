/** The stream of results on one operation channel, and the subscriptions that receive them. */

import { type Grant, operationEvent, type Position, type Result } from '../../protocol/index.ts';
import type { Events } from '../client-events.ts';
import type { OperationResponse, Requests } from '../http/index.ts';
import { createOrdering, grantOf, type Ordering, parseMessage } from '../ordering/index.ts';
import {
  acquireChannel,
  addAuthorizer,
  type ChannelAuth,
  type PendingAuthorization,
  type PusherInstance,
  type SharedChannel,
} from '../pusher/index.ts';
import { createSubscribers, type Subscribers } from './subscribers.ts';
import type { Subscription } from './subscription.ts';

/** A grant, and the connection that its `auth` is valid for. */
export interface Granted {
  grant: Grant;
  socketId: string;
}

export interface StreamOptions {
  pusher: PusherInstance;
  requests: Requests;
  events: Events;
  holdBackMilliseconds: number;
  /** Returns `undefined` while the client is not connected. */
  socketId: () => string | undefined;
  /** Attaches a subscription to the stream of a grant's channel. */
  place: (subscription: Subscription, granted: Granted, start: Position) => void;
  onClose: (channel: string) => void;
}

export interface OperationStream extends StreamOptions {
  readonly channel: string;
  readonly subscribers: Subscribers;
  readonly ordering: Ordering;
  /** The latest grant, until its `auth` is used. Another authorization request needs a new grant. */
  unused?: Granted | undefined;
  /** The authorization request that waits for a new grant. */
  pending?: PendingAuthorization | undefined;
  /** Stops authorizing the channel, and rejects the pending request. */
  removeAuthorizer: (pending?: PendingAuthorization) => void;
  shared?: SharedChannel;
  /** Runs from the subscription until Pusher has sent the last message or `pusher:cache_miss`. */
  replay?: ReturnType<typeof setTimeout> | undefined;
  /** The connection on which the client has called `ready`. */
  readyOn: string;
  isRecovering?: boolean;
  /** Whether the response to the current request may be too old, so that another recovery must follow. */
  isOutdated?: boolean;
  /** Waits for late results after `complete`. */
  completion?: ReturnType<typeof setTimeout>;
  isClosed?: boolean;
}

/** Maximum time for Pusher to send the last message, or `pusher:cache_miss`, after it confirmed the subscription. */
const replayMilliseconds = 1_000;

export function createStream(options: StreamOptions, granted: Granted, start: Position): OperationStream {
  const { channel } = granted.grant;
  const stream: OperationStream = {
    ...options,
    channel,
    subscribers: createSubscribers(options.requests.isBusy),
    ordering: createOrdering({
      ...options,
      position: start,
      onResult: (result) => deliver(stream, result),
      onGap: () => recover(stream),
    }),
    unused: granted,
    removeAuthorizer: addAuthorizer(options.pusher, channel, (...pending) => authorize(stream, pending)),
    readyOn: granted.socketId,
  };
  return stream;
}

/** Delivers the results after `start` to the subscription. The stream closes when its last subscription ends. */
export function attach(stream: OperationStream, subscription: Subscription, start: Position): void {
  const { subscribers, ordering } = stream;
  subscribers.add(subscription, start, ordering.position);
  subscription.releaseWith(() => {
    subscribers.remove(subscription);
    if (subscribers.all.length === 0) close(stream);
  });
  ordering.expect(start);
}

/**
 * Subscribes to the channel, whose results arrive as `event`. Call it once, after the first `attach`: that
 * subscription receives a rejection.
 */
export function join(stream: OperationStream, event: string): void {
  const { channel } = stream;
  const onOutdated = (): void => recoverAgain(stream);
  try {
    stream.shared = acquireChannel(stream.pusher, channel, {
      bindings: [
        [event, (message) => receive(stream, message)],
        [operationEvent.resubscribe, onOutdated],
        // Results can arrive after `complete`, because Pusher does not guarantee order.
        [
          operationEvent.complete,
          () => {
            stream.completion ??= setTimeout(() => complete(stream), stream.holdBackMilliseconds);
          },
        ],
        ['pusher:cache_miss', () => stopReplay(stream)],
        [
          'pusher:subscription_succeeded',
          () => {
            stopReplay(stream);
            // If Pusher sends neither, a message between the grant and the subscription may be lost.
            stream.replay = setTimeout(() => {
              stopReplay(stream);
              onOutdated();
            }, replayMilliseconds);
          },
        ],
      ],
      onRestored: onOutdated,
      onRejected: (cause) => {
        fail(stream, new Error(`Pusher rejected the subscription to ${channel}.`, { cause }));
      },
    });
  } catch (error) {
    fail(stream, error);
    return;
  }
  // Another client has received the message that Pusher sends to a new subscriber, and that would reveal a gap.
  if (stream.shared.joinedBefore) recover(stream);
}

/** Authorizes the channel with the unused grant, or requests a new one. */
function authorize(stream: OperationStream, pending: PendingAuthorization): void {
  const [request, callback] = pending;
  const { unused } = stream;
  // pusher-js authorizes a joined channel again when it cannot decrypt a message. The unused grant has the old key.
  const isJoined = stream.shared?.channel.subscribed;
  if (!isJoined && unused?.socketId === request.socketId) {
    stream.unused = undefined;
    callback(null, authOf(unused.grant));
  } else {
    stream.pending = pending;
    if (isJoined) recoverAgain(stream);
    else recover(stream);
  }
}

function authOf({ auth, sharedSecret }: Grant): ChannelAuth {
  return { auth, ...(sharedSecret && { shared_secret: sharedSecret }) };
}

function stopReplay(stream: OperationStream): void {
  clearTimeout(stream.replay);
  stream.replay = undefined;
}

function receive(stream: OperationStream, received: unknown): void {
  const { ordering, channel } = stream;
  const message = parseMessage(received);
  const isReplay = stream.replay !== undefined;
  stopReplay(stream);
  if (message) {
    const { epoch, offset } = ordering.position;
    ordering.receive(message);
    // A late copy of an older message has replaced the newest one in Pusher's cache, which may have followed the grant.
    if (isReplay && message.epoch === epoch && message.offset < offset) recoverAgain(stream);
  } else {
    const error = new Error(`${channel}: not a graphql-pusher message.`, { cause: received });
    stream.events.emit('error', error);
  }
}

function deliver({ ordering, events, channel, subscribers }: OperationStream, result: Result): void {
  const { position } = ordering;
  events.emit('message', { channel, position, result });
  subscribers.deliver(position, result);
}

/** Requests the operation again, with its position: after a reconnect, in a gap, or to check for lost results. */
export function recover(stream: OperationStream): void {
  const [subscription] = stream.subscribers.all;
  if (stream.isRecovering || stream.isClosed || !subscription) return;
  stream.isRecovering = true;
  stream.isOutdated = false;
  const { payload } = subscription;
  stream.requests
    .send({ payload, position: stream.ordering.startRecovery, isWanted: () => !stream.isClosed })
    .then((response) => {
      stream.isRecovering = false;
      if (!stream.isClosed) applyResponse(stream, response);
    })
    .catch((error) => fail(stream, error));
}

/** Recovers, and once more if a request is in flight, because its response may be too old. */
function recoverAgain(stream: OperationStream): void {
  stream.isOutdated = true;
  recover(stream);
}

function applyResponse(stream: OperationStream, { result, socketId, position }: OperationResponse): void {
  const { ordering, subscribers, events, channel } = stream;
  const grant = grantOf(result);
  if (!grant) {
    fail(stream, result.errors ?? new Error(`${channel}: the server returned no grant.`));
    return;
  }
  const from = ordering.position;
  const loss = ordering.finishRecovery(grant, position ?? from);
  const to = ordering.position;
  const hasAdvanced = to.offset > from.offset;
  const recovery = { channel, from, to };
  if (subscribers.reportLoss(loss, to)) events.emit('gap', recovery);
  else if (loss === 'none' && hasAdvanced) events.emit('recovered', recovery);
  if (stream.isClosed) return;
  const granted = { grant, socketId };
  if (grant.channel !== channel) {
    move(stream, granted);
    return;
  }
  ordering.resume();
  if (stream.isClosed) return;
  // The connection was lost during the request, so the `auth` is invalid.
  if (socketId !== stream.socketId()) recover(stream);
  else applyGrant(stream, granted, grant.more === true && hasAdvanced);
}

/** `isNextPageDue`: the next page is requested at once. After an empty page, it waits for the ordering's timer. */
function applyGrant(stream: OperationStream, granted: Granted, isNextPageDue: boolean): void {
  const { socketId } = granted;
  if (!stream.isOutdated) {
    const { pending } = stream;
    stream.pending = undefined;
    if (pending?.[0].socketId === socketId) pending[1](null, authOf(granted.grant));
    else stream.unused = granted;
  }
  if (stream.readyOn !== socketId) for (const subscription of stream.subscribers.all) subscription.ready();
  stream.readyOn = socketId;
  if (stream.isOutdated || isNextPageDue) recover(stream);
  else if (stream.completion) complete(stream);
}

/** Moves the subscriptions to the operation's new channel, because the server has ended the current one. */
function move(stream: OperationStream, to: Granted): void {
  const { subscribers, ordering } = stream;
  const moving = subscribers.all;
  for (const subscription of moving) subscribers.remove(subscription);
  close(stream);
  for (const subscription of moving) stream.place(subscription, to, ordering.position);
}

function complete(stream: OperationStream): void {
  if (stream.ordering.isBehind()) recover(stream);
  else for (const subscription of stream.subscribers.all) subscription.complete();
}

/** Ends all subscriptions of the stream with an error. */
export function fail({ subscribers }: OperationStream, error: unknown): void {
  for (const subscription of subscribers.all) subscription.error(error);
}

function close(stream: OperationStream): void {
  if (stream.isClosed) return;
  stream.isClosed = true;
  stream.ordering.stop();
  clearTimeout(stream.completion);
  stopReplay(stream);
  stream.removeAuthorizer(stream.pending);
  stream.shared?.release();
  stream.onClose(stream.channel);
}
