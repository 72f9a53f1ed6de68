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

/** Who is told of what happens in a gateway: its metrics, logs and console, and of failures `onError`. */
export interface Observation {
  readonly observe: Partial<Observer>;
  readonly onError: (error: unknown, where: string) => void;
  /** Tells of what it sends. */
  readonly transport: Transport;
  readonly waiting: WaitingTopics;
  /** Absent where nobody may see it. */
  readonly console: Console | undefined;
}

/** What is made after the observation, and observed by it. */
export interface Observed {
  readonly engine: () => Engine;
  readonly fields: () => ReadonlyMap<string, SubscriptionField>;
  readonly ownFields: ReadonlySet<string>;
  readonly hasConsole: boolean;
  /** Of the request that is being worked on, if any. */
  readonly requestId: () => string | undefined;
}

export function createObservation(options: GatewayOptions, observed: Observed): Observation {
  const { store, metrics, channelsServer, rules = {}, now = Date.now } = options;
  const report = (error: unknown, where: string): void => {
    try {
      (options.onError ?? toConsole)(error, where);
    } catch (failure) {
      // The caller is answered all the same, and not with this.
      toConsole(error, where);
      toConsole(failure, 'telling of it');
    }
  };
  const onError = (error: unknown, what: string): void => {
    const id = observed.requestId();
    const where = id === undefined ? what : `${what} (request ${id})`;
    report(error, where);
    observe.failed?.({ error, where });
  };
  const waiting = createWaitingTopics(store.mailboxes, now);
  const ofConsole = observed.hasConsole
    ? createConsole({
        ...{ ...observed, store, waiting, rules, now, onError },
        transport: () => transport,
        server: channelsServer && (() => channelsServer.stats()),
      })
    : undefined;
  const observers = [
    ...[options.observe ?? [], metrics?.observer ?? [], ofConsole?.observer ?? []].flat(),
    // Nobody else asks how long events have waited.
    ...(metrics || ofConsole ? [waiting.observer] : []),
  ];
  const observe = combineObservers(observers, report);
  const transport = observeTransport(options.transport, observe);
  return { observe, onError, transport, waiting, console: ofConsole };
}

function toConsole(error: unknown, where: string): void {
  console.error(`graphql-pusher: ${where}:`, error);
}
