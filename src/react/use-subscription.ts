import { useCallback, useInsertionEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type SubscriptionDocument, textOf } from './document.ts';
import { usePusherClient } from './provider.ts';
import { initialState, type SubscriptionState } from './subscription-state.ts';
import { createSubscriptionStore, type SubscriptionStore } from './subscription-store.ts';

export interface SubscriptionOptions<Data> {
  /** Does not subscribe as long as it is `true`, and then needs no variables. Default `false`. */
  readonly skip?: boolean;
  /** Called with the data of each result, in order, once; rendering shows only the newest. */
  readonly onData?: (data: Data) => void;
  /** Results are lost for good, and those that come go on after them: the time to fetch afresh. */
  readonly onLost?: () => void;
}

export interface UsedSubscription<Data> extends SubscriptionState<Data> {
  /** Subscribes anew: after an error, or when the loss of results has been made up for. */
  readonly restart: () => void;
}

/** Variables may be left out where the document requires none, and be `undefined` where `skip` decides. */
export type SubscriptionArguments<Data, Variables> =
  | (Record<string, never> extends Variables
      ? [variables?: Variables | null, options?: SubscriptionOptions<Data>]
      : [variables: Variables, options?: SubscriptionOptions<Data>])
  | [variables: Variables | undefined, options: SubscriptionOptions<Data> & { readonly skip: boolean }];

const nothing: SubscriptionStore<never> = {
  snapshot: () => initialState.skipped,
  subscribe: () => () => undefined,
  restart: () => undefined,
};

/**
 * Subscribes as long as the component is there, over the client of the nearest `PusherProvider`. Other variables are
 * another subscription; equal ones, in whatever object, are the same.
 *
 * @example
 * const { data, error, status, recovered } = useSubscription(messageAdded, { roomId });
 * @example
 * useSubscription(messageAdded, { roomId }, { onData: ({ messageAdded }) => add(messageAdded), onLost: refetch });
 */
export function useSubscription<Data = Record<string, unknown>, Variables = Record<string, unknown>>(
  document: SubscriptionDocument<Data, Variables>,
  ...[variables, options = {}]: SubscriptionArguments<NoInfer<Data>, NoInfer<Variables>>
): UsedSubscription<Data> {
  const client = usePusherClient();
  const latest = useRef<SubscriptionOptions<Data>>(options);
  // Before any other effect, so that no result finds the listeners of a rendering that is gone.
  useInsertionEffect(() => {
    latest.current = options;
  });

  const query = textOf(document);
  const json = JSON.stringify(variables ?? {});
  const isSkipped = options.skip === true;
  const store = useMemo(
    () =>
      isSkipped
        ? nothing
        : createSubscriptionStore<Data>(
            client,
            { query, variables: JSON.parse(json) },
            {
              onData: (data) => latest.current.onData?.(data),
              onLost: () => latest.current.onLost?.(),
            },
          ),
    [client, query, json, isSkipped],
  );

  const state = useSyncExternalStore(store.subscribe, store.snapshot, serverSnapshot(isSkipped));
  const restart = useCallback(() => store.restart(), [store]);
  return { ...state, restart };
}

/** A server subscribes to nothing. */
function serverSnapshot(isSkipped: boolean): () => SubscriptionState<never> {
  return () => (isSkipped ? initialState.skipped : initialState.connecting);
}
