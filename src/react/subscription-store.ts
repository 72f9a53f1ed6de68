/** One subscription as a store for `useSyncExternalStore`. */
import type { Client, SubscribePayload } from '../client/index.ts';
import { SubscriptionError } from './subscription-error.ts';
import { initialState, type SubscriptionState } from './subscription-state.ts';

export interface SubscriptionStore<Data> {
  snapshot(): SubscriptionState<Data>;
  /** Starts the subscription. Returns a function that ends it. */
  subscribe(onChange: () => void): () => void;
  /** Ends the subscription and starts it again. Does nothing while no component is subscribed. */
  restart(): void;
}

/** Called for each result, including those between two renders. */
export interface SubscriptionListeners<Data> {
  onData(data: Data): void;
  onLost(): void;
}

export function createSubscriptionStore<Data>(
  client: Client,
  payload: SubscribePayload,
  { onData, onLost }: SubscriptionListeners<Data>,
): SubscriptionStore<Data> {
  let state: SubscriptionState<Data> = initialState.connecting;
  let notify: (() => void) | undefined;
  let stop = (): void => undefined;

  function change(part: Partial<SubscriptionState<Data>>): void {
    state = { ...state, ...part };
    notify?.();
  }

  function start(): void {
    let isCurrent = true;
    /** Ignores the events of a stopped subscription, such as its completion. */
    const whileCurrent =
      <Args extends unknown[]>(listener: (...args: Args) => void) =>
      (...args: Args): void => {
        if (isCurrent) listener(...args);
      };
    state = initialState.connecting;
    notify?.();
    const unlisten = client.on('closed', () => {
      if (state.status === 'live') change({ status: 'reconnecting' });
    });
    const dispose = client.subscribe<Data>(payload as SubscribePayload<Data>, {
      ready: whileCurrent(() => change({ status: 'live' })),
      next: whileCurrent(({ data, errors }) => {
        change({
          ...(data != null && { data }),
          error: errors?.length ? new SubscriptionError(errors) : undefined,
        });
        if (data != null) onData(data);
      }),
      lost: whileCurrent(() => {
        change({ recovered: false });
        onLost();
      }),
      error: whileCurrent((error) => change({ status: 'error', error: new SubscriptionError(error) })),
      complete: whileCurrent(() => change({ status: 'complete' })),
    });
    stop = () => {
      isCurrent = false;
      unlisten();
      dispose();
    };
  }

  return {
    snapshot: () => state,
    subscribe: (onChange) => {
      notify = onChange;
      start();
      return () => {
        notify = undefined;
        stop();
      };
    },
    restart: () => {
      if (!notify) return;
      stop();
      start();
    },
  };
}
