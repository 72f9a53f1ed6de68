import { type ClientEvent, type ClientEvents, createEvents } from './client-events.ts';
import type { ClientOptions } from './client-options.ts';
import { createPost } from './http/index.ts';
import { iterate } from './iterate.ts';
import { createOwnPusher } from './own-pusher.ts';
import type { ExecutionResult, Sink, SubscribePayload } from './payload.ts';
import type { PusherInstance } from './pusher/index.ts';
import { jitteredBackoff } from './retry.ts';
import { createSession, createSubscription, type Session, type Subscription } from './session/index.ts';

/** The events of graphql-ws's client. */
type WebSocketClientEvent =
  | 'connecting'
  | 'opened'
  | 'connected'
  | 'ping'
  | 'pong'
  | 'message'
  | 'closed'
  | 'error';

/** Takes the place of a graphql-ws `Client`: in Apollo's `GraphQLWsLink`, urql, Relay, GraphiQL and so on. */
export interface Client {
  /**
   * Starts a subscription. Every result reaches the sink in order, once; after a lost connection it goes on where it
   * was. Where that is impossible the sink's `lost` is called or `next` receives {@link lostResults}, and `gap` is emitted.
   *
   * @returns how to end it, upon which the sink completes.
   * @example
   * const dispose = client.subscribe(
   *   { query: 'subscription { messageAdded(roomId: "dogs") { text } }' },
   *   { next: ({ data }) => show(data), error: report, complete: () => undefined },
   * );
   */
  subscribe<Data = Record<string, unknown>, Extensions = unknown, Variables = Record<string, unknown>>(
    payload: SubscribePayload<Data, Variables>,
    sink: Sink<ExecutionResult<Data, Extensions>>,
  ): () => void;
  /**
   * The same as an iterator, which starts at once and keeps what nobody has read yet. Leaving the loop ends the
   * subscription; what a sink would get as `error` is thrown.
   *
   * @example
   * for await (const { data } of client.iterate({ query })) show(data);
   */
  iterate<Data = Record<string, unknown>, Extensions = unknown, Variables = Record<string, unknown>>(
    payload: SubscribePayload<Data, Variables>,
  ): AsyncIterableIterator<ExecutionResult<Data, Extensions>>;
  /** Listens; returns how to stop. */
  on<Event extends ClientEvent>(event: Event, listener: ClientEvents[Event]): () => void;
  /** For libraries that hold the client as one of graphql-ws, whose arguments differ a little. */
  on(event: WebSocketClientEvent, listener: (...args: never[]) => void): () => void;
  /** Drops the connection and makes a new one, on which the subscriptions go on. */
  terminate(): void;
  /**
   * Completes all subscriptions and lets go of Pusher: an instance made by the client is disconnected, the
   * application's own is left as it was. The client cannot be used afterwards.
   */
  dispose(): void;
}

/**
 * GraphQL subscriptions over Pusher.
 *
 * @example
 * const client = createClient({ url: '/graphql', headers: () => ({ authorization: `Bearer ${token}` }) });
 * const apolloLink = new GraphQLWsLink(client);
 */
export function createClient(options: ClientOptions): Client {
  const { retryAttempts = 10, retryWait = (retries) => jitteredBackoff(retries) } = options;
  const retry = { retryAttempts, retryWait };
  const events = createEvents(options.on);
  if (options.onLost) events.on('gap', options.onLost);
  const post = createPost(options);
  const subscriptions = new Set<Subscription>();
  let session: Promise<Session> | undefined;
  let isDisposed = false;

  async function openSession(): Promise<Session> {
    const given: PusherInstance | undefined = await (typeof options.pusher === 'function'
      ? options.pusher()
      : options.pusher);
    const pusher = given ?? (await createOwnPusher(options, post, retry));
    const opened = createSession(pusher, { ...options, post, retry, events, onFatal: closeSession });
    return {
      ...opened,
      close: () => {
        opened.close();
        if (!given) pusher.disconnect();
      },
    };
  }

  function closeSession(): void {
    // One that could not be opened needs no closing; its subscriptions were told why.
    session?.then(({ close }) => close()).catch(() => undefined);
    session = undefined;
  }

  async function start(subscription: Subscription): Promise<void> {
    const opening = session ?? openSession();
    session = opening;
    try {
      const { start: startOn } = await opening;
      if (subscription.isOpen) startOn(subscription);
    } catch (error) {
      // The next one may have more luck.
      if (session === opening) session = undefined;
      subscription.error(error);
    }
  }

  const client: Client = {
    subscribe: (payload, sink) => {
      if (isDisposed) throw new Error('The client has been disposed of.');
      const subscription: Subscription = createSubscription(payload as SubscribePayload, sink, events, {
        onEnd: () => subscriptions.delete(subscription),
        isToldOfLoss: !options.onLost,
      });
      subscriptions.add(subscription);
      void start(subscription);
      return subscription.complete;
    },
    iterate: (payload) => iterate((sink) => client.subscribe(payload, sink)),
    on: events.on,
    terminate: () => {
      session
        ?.then(({ pusher }) => {
          pusher.disconnect();
          pusher.connect();
        })
        // As in `closeSession`.
        .catch(() => undefined);
    },
    dispose: () => {
      isDisposed = true;
      for (const subscription of [...subscriptions]) subscription.complete();
      closeSession();
    },
  };
  return client;
}
