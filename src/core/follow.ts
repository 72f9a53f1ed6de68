import { Repeater } from '@repeaterjs/repeater';
import type { Result } from '../protocol/index.ts';
import type { EngineOptions } from './engine-options.ts';
import { GatewayError } from './errors.ts';
import type { SubscriptionRequest } from './prepare-operation.ts';
import { registerOperation } from './subscribe.ts';

/** How long a registration outlives the process that follows it. */
const followTtl = 60_000;

type Collaborators = Pick<
  EngineOptions,
  'schema' | 'fields' | 'rules' | 'store' | 'lifetimes' | 'quotas' | 'newId' | 'onError' | 'observe'
>;

/**
 * The results of an operation, in order, read from its log: for a caller who holds a connection to this process, and
 * shares the executions of all others. Prepared when it resolves; ends when the iteration is returned,
 * and then calls `onEnd`.
 * @throws {GatewayError} as `subscribe`; within the iteration when results were lost or the topic was revoked.
 */
export async function follow(
  options: Collaborators,
  request: SubscriptionRequest,
  onEnd: () => void,
): Promise<AsyncIterableIterator<Result>> {
  const { store, newId, onError } = options;
  const channel = `sse-${newId()}`;
  const registered = await registerOperation(options, request, {
    dialect: 'sse',
    ttl: followTtl,
    channelOf: () => channel,
  });
  const { operation } = registered;

  return new Repeater<Result>(async (push, stop) => {
    let stopped = false;
    let wake = (): void => undefined;
    const unfollow = await store.logs.follow(operation, () => wake());
    const renewal = setInterval(() => {
      store.registrations
        .expireIn(channel, followTtl)
        .catch((error: unknown) => onError(error, `renewing ${channel}`));
      // Nothing is appended to a topic that was revoked, so whether it was has to be looked at.
      wake();
    }, followTtl / 3);
    renewal.unref?.();
    void stop.then(() => {
      stopped = true;
      wake();
    });
    try {
      let { position } = registered;
      while (!stopped) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        // After `wake` is set: what is appended from here on wakes it.
        const since = await store.logs.since(operation, position);
        if (!since) throw new GatewayError('FORBIDDEN', 'The subscription was revoked; subscribe again.');
        if (!since.entries) {
          throw new GatewayError(
            'STORE_UNAVAILABLE',
            'Results were lost before they could be read; subscribe again.',
          );
        }
        position = since.top;
        for (const { body } of since.entries) await push(JSON.parse(body) as Result);
        await woken;
      }
    } catch (error) {
      stop(error);
    } finally {
      onEnd();
      clearInterval(renewal);
      await unfollow();
      await store.registrations.remove(channel);
    }
  });
}
