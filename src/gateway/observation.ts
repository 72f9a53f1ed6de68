import { type Console, createConsole } from '../console/server/index.ts';
import {
  combineObservers,
  createWaitingTopics,
  type Engine,
  type Observer,
  observeTransport,
  type SubscriptionField,
  type Transport,
  type WaitingTopics,
} from '../core/index.ts';
import type { GatewayOptions } from './gateway-options.ts';

/** Connects a gateway to its observers: metrics, logs, the console and, for failures, `onError`. */
export interface Observation {
  readonly observe: Partial<Observer>;
  readonly onError: (error: unknown, where: string) => void;
  /** The transport, wrapped so that it notifies the observers about each message it sends. */
  readonly transport: Transport;
  readonly waiting: WaitingTopics;
  /** Absent if no rule allows access to the console. */
  readonly console: Console | undefined;
}

/** Parts of the gateway that are created after the observation and read by it. */
export interface Observed {
  readonly engine: () => Engine;
  readonly fields: () => ReadonlyMap<string, SubscriptionField>;
  readonly ownFields: ReadonlySet<string>;
  readonly hasConsole: boolean;
  /** The id of the current request, if there is one. */
  readonly requestId: () => string | undefined;
}

export function createObservation(options: GatewayOptions, observed: Observed): Observation {
  const { store, metrics, channelsServer, rules = {}, now = Date.now } = options;
  const report = (error: unknown, where: string): void => {
    try {
      (options.onError ?? toConsole)(error, where);
    } catch (failure) {
      // A failing `onError` must not replace the response to the caller.
      toConsole(error, where);
      toConsole(failure, 'reporting an error');
    }
  };
  const onError = (error: unknown, what: string): void => {
    const id = observed.requestId();
    const where = id === undefined ? what : `${what} (request ${id})`;
    report(error, where);
    observe.failed?.({ error, where });
  };
  const waiting = createWaitingTopics(store.mailboxes, now);
  const console = observed.hasConsole
    ? createConsole({
        ...{ ...observed, store, waiting, rules, now, onError },
        transport: () => transport,
        server: channelsServer && (() => channelsServer.stats()),
      })
    : undefined;
  const observers = [
    ...[options.observe ?? [], metrics?.observer ?? [], console?.observer ?? []].flat(),
    // Only the metrics and the console show how long events have waited.
    ...(metrics || console ? [waiting.observer] : []),
  ];
  const observe = combineObservers(observers, report);
  const transport = observeTransport(options.transport, observe);
  return { observe, onError, transport, waiting, console };
}

function toConsole(error: unknown, where: string): void {
  console.error(`graphql-pusher: ${where}:`, error);
}
