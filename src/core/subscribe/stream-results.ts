import { Repeater } from '@repeaterjs/repeater';
import type { Position, Result } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { SubscriptionRequest } from '../operation/index.ts';
import { GatewayError, type Operation, type Viewer } from '../ports/index.ts';
import { registerOperation } from './subscribe.ts';

/** How long a registration outlives the process that follows it. */
const followTtl = 60_000;

/** Bytes of results that are read from the log at once. */
const pageBytes = 1024 * 1024;

/** A subscription of who holds a connection to this process. */
export interface StreamRequest extends SubscriptionRequest {
  /**
   * Who makes the request, asked anew: its token may have expired since. Rejects for nobody who may go on. Default: who
   * made it.
   */
  readonly viewerNow?: (() => Promise<Viewer | undefined>) | undefined;
}

type Collaborators = Pick<
  EngineOptions,
  | 'schema'
  | 'fields'
  | 'rules'
  | 'rotateIfExpired'
  | 'store'
  | 'lifetimes'
  | 'quotas'
  | 'newId'
  | 'onError'
  | 'observe'
>;

/**
 * The results of an operation, in order, read from its log: for a caller who holds a connection to this process, and
 * shares the executions of all others. Prepared when it resolves; ends when the iteration is returned,
 * and then calls `onEnd`. When its topic is revoked, it goes on without a gap if its viewer is still allowed.
 * @throws {GatewayError} as `subscribe`; within the iteration when results were lost or the viewer is not allowed any
 * more.
 */
export async function streamResults(
  options: Collaborators,
  request: StreamRequest,
  onEnd: () => void,
): Promise<AsyncIterableIterator<Result>> {
  const { store, newId, onError } = options;
  const channel = `sse-${newId()}`;
  const register = (viewer: Viewer | undefined) =>
    registerOperation(
      options,
      { ...request, viewer },
      {
        dialect: 'sse',
        ttl: followTtl,
        channelOf: () => channel,
      },
    );
  const registered = await register(request.viewer);

  return new Repeater<Result>(async (push, stop) => {
    let stopped = false;
    let wake = (): void => undefined;
    let unfollow = async (): Promise<void> => undefined;
    const followFrom = async (operation: Operation): Promise<void> => {
      await unfollow();
      unfollow = await store.logs.follow(operation, () => wake());
    };
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
      let { operation, position }: { operation: Operation; position: Position } = registered;
      await followFrom(operation);
      while (!stopped) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        // After `wake` is set: what is appended from here on wakes it.
        const since = await store.logs.since(operation, position, pageBytes);
        if (!since) {
          // Revoked: what was sent by then is to be had under the next generation, by who may have it.
          const viewer = request.viewerNow ? await request.viewerNow() : request.viewer;
          ({ operation } = await register(viewer));
          await followFrom(operation);
          continue;
        }
        if (!since.entries) {
          throw new GatewayError(
            'STORE_UNAVAILABLE',
            'Results were lost before they could be read; subscribe again.',
          );
        }
        // Each waits for its reader, and nothing more is read from the log meanwhile.
        for (const { body } of since.entries) await push(JSON.parse(body) as Result);
        position = since.entries.at(-1)?.position ?? since.top;
        if (position.offset === since.top.offset) await woken;
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
