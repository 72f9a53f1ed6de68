import { useEffect, useState, useSyncExternalStore } from 'react';
import { type UsedSubscription, useSubscription } from '../../../react/index.ts';
import { frames } from '../documents.ts';
import type { ConsoleFramesSubscription } from '../generated/graphql.ts';
import { createLiveStore, type Live, type LiveStore } from './live-store.ts';

/** The state derived from the frames that arrive over Pusher. */
export interface UsedLive {
  readonly live: Live;
  readonly store: LiveStore;
  readonly subscription: UsedSubscription<ConsoleFramesSubscription>;
}

/** Subscribes to the frames of all gateways. */
export function useLive(): UsedLive {
  const [store] = useState(createLiveStore);
  const subscription = useSubscription(frames, {}, { onData: ({ console: frame }) => store.add(frame) });
  const live = useSyncExternalStore(store.subscribe, store.snapshot);
  return { live, store, subscription };
}

/** Returns the current time and rerenders every second, for texts such as "5 s ago". */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
