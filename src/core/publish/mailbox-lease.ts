import type { EngineOptions } from '../engine-options.ts';
import type { Lease } from '../ports/index.ts';
import { fieldOfTopic } from '../schema/index.ts';

/** Renews a mailbox's lease once. Resolves with `false` when the lease is lost. */
export async function renewLease(
  { store, lifetimes }: Pick<EngineOptions, 'store' | 'lifetimes'>,
  lease: Lease,
): Promise<boolean> {
  return (await store.mailboxes.take(lease, 0, lifetimes.lease)) !== undefined;
}

/** Renews the lease until the returned function is called, so that a slow resolver does not lose it. */
export function keepRenewing(
  options: Pick<EngineOptions, 'store' | 'lifetimes' | 'onError'>,
  lease: Lease,
): () => void {
  const timer = setInterval(() => {
    renewLease(options, lease).catch((error: unknown) =>
      options.onError(error, `renewing the lease of ${lease.topic}`),
    );
  }, options.lifetimes.lease / 3);
  timer.unref?.();
  return () => clearInterval(timer);
}

/** Reports a lost lease. Always returns `false`: the drain has nothing left to do. */
export function leaseLost({ observe }: Pick<EngineOptions, 'observe'>, { topic }: Lease): false {
  observe.leaseLost?.({ topic, field: fieldOfTopic(topic) });
  return false;
}
