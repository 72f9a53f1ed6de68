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

/** A replacement for graphql-ws's `Client` in Apollo's `GraphQLWsLink`, urql, Relay, GraphiQL and other libraries. */
export interface Client {
  /**
   * Starts a subscription. The sink receives every result once, in order. After a lost connection the subscription
   * recovers the missed results. When it cannot, the client emits `gap`, and calls the sink's `lost` or passes
   * {@link lostResults} to `next`.
   *
   * @returns a function that ends the subscription and completes the sink.
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
   * Starts a subscription and returns its results as an iterator, which buffers the results that are not read yet.
   * Leaving the loop ends the subscription. The iterator throws the errors that a sink would receive.
   *
   * @example
   * for await (const { data } of client.iterate({ query })) show(data);
   */
  iterate<Data = Record<string, unknown>, Extensions = unknown, Variables = Record<string, unknown>>(
    payload: SubscribePayload<Data, Variables>,
  ): AsyncIterableIterator<ExecutionResult<Data, Extensions>>;
  /** Adds a listener. Returns a function that removes it. */
  on<Event extends ClientEvent>(event: Event, listener: ClientEvents[Event]): () => void;
  /** For libraries that expect a graphql-ws client, whose listeners have slightly different arguments. */
  on(event: WebSocketClientEvent, listener: (...args: never[]) => void): () => void;
  /** Closes the connection and opens a new one. The subscriptions continue on it. */
  terminate(): void;
  /**
   * Completes all subscriptions and releases the Pusher instance: the client disconnects an instance that it created,
   * and leaves the application's own connected. The client cannot be used afterwards.
   */
  dispose(): void;
}

/**
 * Creates a client for GraphQL subscriptions over Pusher.
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
    // A session that failed to open needs no closing. Its subscriptions have received the error.
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
      // The next subscription tries again.
      if (session === opening) session = undefined;
      subscription.error(error);
    }
  }

  const client: Client = {
    subscribe: (payload, sink) => {
      if (isDisposed) throw new Error('The client is disposed. Create a new one.');
      const subscription: Subscription = createSubscription(payload as SubscribePayload, sink, events, {
        onEnd: () => subscriptions.delete(subscription),
        reportsLoss: !options.onLost,
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
