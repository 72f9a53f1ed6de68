import { useCallback, useInsertionEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { type SubscriptionDocument, textOf } from './document.ts';
import { usePusherClient } from './provider.ts';
import { initialState, type SubscriptionState } from './subscription-state.ts';
import { createSubscriptionStore, type SubscriptionStore } from './subscription-store.ts';

export interface SubscriptionOptions<Data> {
  /** While `true`, the hook does not subscribe, and needs no variables. Default: `false`. */
  readonly skip?: boolean;
  /** Called once with the data of each result, in order. A render sees only the newest result. */
  readonly onData?: (data: Data) => void;
  /** Called when results are lost for good; newer results follow. Refetch the data here. */
  readonly onLost?: () => void;
}

export interface UsedSubscription<Data> extends SubscriptionState<Data> {
  /** Subscribes again. Call it after an error, or after a refetch that replaces lost results. */
  readonly restart: () => void;
}

/** Variables can be omitted when the document requires none, and can be `undefined` when `skip` is given. */
export type SubscriptionArguments<Data, Variables> =
  | (Record<string, never> extends Variables
      ? [variables?: Variables | null, options?: SubscriptionOptions<Data>]
      : [variables: Variables, options?: SubscriptionOptions<Data>])
  | [variables: Variables | undefined, options: SubscriptionOptions<Data> & { readonly skip: boolean }];

const skippedStore: SubscriptionStore<never> = {
  snapshot: () => initialState.skipped,
  subscribe: () => () => undefined,
  restart: () => undefined,
};

/**
 * Subscribes while the component is mounted, with the client of the nearest `PusherProvider`. Changed variables start a
 * new subscription. Equal variables in a new object do not.
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
  // An insertion effect runs before all other effects, so no result reaches the listeners of an earlier render.
  useInsertionEffect(() => {
    latest.current = options;
  });

  const query = textOf(document);
  const json = JSON.stringify(variables ?? {});
  const isSkipped = options.skip === true;
  const store = useMemo(
    () =>
      isSkipped
        ? skippedStore
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

/** The state in server rendering, which does not subscribe. */
function serverSnapshot(isSkipped: boolean): () => SubscriptionState<never> {
  return () => (isSkipped ? initialState.skipped : initialState.connecting);
}
