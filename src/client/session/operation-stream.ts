/** One joined operation channel, and the subscriptions that it feeds. */

import { type Grant, operationEvent, type Position, type Result } from '../../protocol/index.ts';
import type { Events } from '../client-events.ts';
import type { Answer, Requests } from '../http/index.ts';
import { createOrdering, grantOf, parseMessage } from '../ordering/index.ts';
import {
  answerFor,
  type ChannelAuth,
  type ChannelHold,
  holdChannel,
  type OpenAuthorization,
  type PusherInstance,
} from '../pusher/index.ts';
import { createAudience } from './audience.ts';
import type { Subscription } from './subscription.ts';

/** A grant, and the connection that its `auth` is good for. */
export interface Granted {
  grant: Grant;
  socketId: string;
}

export interface StreamOptions {
  pusher: PusherInstance;
  requests: Requests;
  events: Events;
  holdBackMilliseconds: number;
  /** `undefined` while there is no connection. */
  socketId: () => string | undefined;
  /** Puts a subscription where a grant says. */
  place: (subscription: Subscription, granted: Granted, start: Position) => void;
  onClose: (channel: string) => void;
}

export interface OperationStream {
  /** Feeds the subscription with what comes after `start`. The channel is left when the last one has ended. */
  attach(subscription: Subscription, start: Position): void;
  /** Subscribes to the channel; once, and after the first subscription is attached, which hears of a refusal. */
  join(): void;
  /** Asks for the operation again, with its position: after a reconnect, in a gap, or to make sure. */
  renew(): void;
  fail(error: unknown): void;
}

/** How long a server may take to send the last message after the join. */
const replayMilliseconds = 1_000;

export function createStream(options: StreamOptions, granted: Granted, start: Position): OperationStream {
  const { pusher, requests, events, holdBackMilliseconds, socketId, place, onClose } = options;
  const { channel: name, event } = granted.grant;
  const audience = createAudience(requests.isAsking);
  /** Unused so far. Pusher takes it once: whoever asks twice wants a fresh one. */
  let auth: { socketId: string; answer: ChannelAuth } | undefined = {
    socketId: granted.socketId,
    answer: authOf(granted.grant),
  };
  let open: OpenAuthorization | undefined;
  /** The connection on which the subscriptions were told that they stand. */
  let readyOn = granted.socketId;
  let isRenewing = false;
  let isStale = false;
  let isEnding = false;
  let isClosed = false;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let hold: ChannelHold | undefined;
  /** Runs from the join until Pusher has sent the last message, or that there is none. */
  let replay: ReturnType<typeof setTimeout> | undefined;

  const ordering = createOrdering({ position: start, holdBackMilliseconds, onResult: deliver, onGap: renew });
  const stopAnswering = answerFor(pusher, name, (request, callback) => {
    // pusher-js authorizes a joined channel again when it cannot decrypt a message: what we have holds the old key.
    const isJoined = hold?.channel.subscribed === true;
    if (!isJoined && auth?.socketId === request.socketId) {
      const { answer } = auth;
      auth = undefined;
      callback(null, answer);
    } else {
      open = { request, callback };
      if (isJoined) renewAfresh();
      else renew();
    }
  });
  const bindings: [event: string, listener: (message: unknown) => void][] = [
    [event, receive],
    [operationEvent.resubscribe, renewAfresh],
    [operationEvent.complete, end],
    ['pusher:subscription_succeeded', joined],
    ['pusher:cache_miss', replayed],
  ];

  function join(): void {
    try {
      hold = holdChannel(pusher, name, { bindings, onRestored: renewAfresh, onRefused: refused });
    } catch (error) {
      fail(error);
      return;
    }
    // Joined by another client: what Pusher sends on joining, which would show a gap, has passed.
    if (hold.joinedBefore) renew();
  }

  function attach(subscription: Subscription, from: Position): void {
    audience.add(subscription, from, ordering.position);
    subscription.releaseWith(() => {
      audience.remove(subscription);
      if (audience.members.length === 0) close();
    });
    ordering.expect(from);
  }

  function deliver(result: Result): void {
    const { position } = ordering;
    events.emit('message', { channel: name, position, result });
    audience.hand(position, result);
  }

  /** Pusher sends the last message now. A server that sends none may have lost one between the grant and the join. */
  function joined(): void {
    clearTimeout(replay);
    replay = setTimeout(() => {
      replay = undefined;
      renewAfresh();
    }, replayMilliseconds);
  }

  function replayed(): void {
    clearTimeout(replay);
    replay = undefined;
  }

  function receive(received: unknown): void {
    const message = parseMessage(received);
    const isReplay = replay !== undefined;
    replayed();
    if (message) {
      const { epoch, offset } = ordering.position;
      ordering.receive(message);
      // A late copy of an older message has taken the place of the newest one, which may have come after the grant.
      if (isReplay && message.epoch === epoch && message.offset < offset) renewAfresh();
    } else events.emit('error', new Error(`${name}: not a message of graphql-pusher.`, { cause: received }));
  }

  function renew(): void {
    const [subscription] = audience.members;
    if (isRenewing || isClosed || !subscription) return;
    isRenewing = true;
    isStale = false;
    const { payload } = subscription;
    requests
      .ask({ payload, position: ordering.ask, isWanted: () => !isClosed })
      .then((answer) => {
        isRenewing = false;
        if (!isClosed) renewed(answer);
      })
      .catch(fail);
  }

  function renewed({ result, socketId: asked, position = ordering.position }: Answer): void {
    const grant = grantOf(result);
    if (!grant) {
      fail(result.errors ?? new Error(`${name}: the server granted nothing, and gave no errors.`));
      return;
    }
    const from = ordering.position;
    const loss = ordering.adopt(grant, position);
    const recovery = { channel: name, from, to: ordering.position };
    if (audience.tellLost(loss, recovery.to)) events.emit('gap', recovery);
    else if (loss === 'none' && recovery.to.offset > from.offset) events.emit('recovered', recovery);
    if (isClosed) return;
    if (grant.channel !== name) {
      move({ grant, socketId: asked });
      return;
    }
    ordering.goOn();
    if (isClosed) return;
    if (asked !== socketId()) {
      // The connection was lost in the meantime, and the `auth` is void.
      renew();
    } else {
      if (!isStale) authorize(asked, authOf(grant));
      if (readyOn !== asked) for (const subscription of audience.members) subscription.ready();
      readyOn = asked;
      // A page that brought nothing is asked for again when the ordering's timer ends.
      const isNextPageDue = grant.more === true && recovery.to.offset > from.offset;
      if (isStale || isNextPageDue) renew();
      else if (isEnding) finish();
    }
  }

  function authorize(asked: string, answer: ChannelAuth): void {
    const waiting = open;
    open = undefined;
    if (waiting?.request.socketId === asked) waiting.callback(null, answer);
    else auth = { socketId: asked, answer };
  }

  /** The channel is dead, and the operation has another one now. */
  function move(to: Granted): void {
    const moving = audience.members;
    for (const subscription of moving) audience.remove(subscription);
    close();
    for (const subscription of moving) place(subscription, to, ordering.position);
  }

  /** Asks, and asks once more when a request is under way: its answer may be too old. */
  function renewAfresh(): void {
    isStale = true;
    renew();
  }

  function end(): void {
    isEnding = true;
    // Results may still come, since Pusher does not promise order.
    ending ??= setTimeout(finish, holdBackMilliseconds);
  }

  function finish(): void {
    if (ordering.isBehind) renew();
    else for (const subscription of audience.members) subscription.complete();
  }

  function refused(cause: unknown): void {
    fail(new Error(`Pusher refused the subscription to ${name}.`, { cause }));
  }

  function fail(error: unknown): void {
    for (const subscription of audience.members) subscription.error(error);
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    ordering.stop();
    clearTimeout(ending);
    clearTimeout(replay);
    stopAnswering(open);
    hold?.release();
    onClose(name);
  }

  return { attach, join, renew, fail };
}

function authOf({ auth, sharedSecret }: Grant): ChannelAuth {
  return { auth, ...(sharedSecret && { shared_secret: sharedSecret }) };
}
