import type { Dialect, GatewayError } from '../ports/index.ts';

/** Where something happened: the topic's key, and the subscription field that it belongs to. */
interface OnTopic {
  readonly topic: string;
  readonly field: string;
}

/** A channel was registered for an operation, or its registration renewed. */
export interface Registered extends OnTopic {
  readonly channel: string;
  readonly operation: string;
  readonly dialect: Dialect;
}

/** Somebody asked for a subscription and does not get it. */
export interface SubscriptionRefused {
  /** The gateway's code, or `UNEXPECTED` for a failure that nobody planned. */
  readonly code: GatewayError['code'] | 'UNEXPECTED';
  readonly message: string;
}

/** Registrations are over. */
export interface RegistrationsEnded {
  readonly count: number;
  readonly cause: 'expired' | 'revoked';
}

/** An event is stored: from here on it is not lost. */
export interface EventAccepted extends OnTopic {
  readonly eventId: string;
  /** JSON text. */
  readonly body: string;
}

/** An event has left the mailbox. */
export interface EventSettled extends OnTopic {
  readonly eventId: string;
  readonly status: 'sent' | 'refused';
  readonly reason?: string;
}

/** An operation was executed for an event. */
export interface Executed extends OnTopic {
  readonly operation: string;
  readonly eventId: string;
  readonly milliseconds: number;
  /** Of the result. */
  readonly errors: number;
  /** False when `filter` did not want the event: then there is no result. */
  readonly wanted: boolean;
  /** True when it exceeded its time: then the result is an error. */
  readonly timedOut?: boolean;
}

/** Results got their numbers, and are kept. */
export interface ResultsNumbered extends OnTopic {
  readonly results: readonly {
    readonly operation: string;
    readonly eventId: string;
    readonly offset: number;
    /** JSON text of the result. */
    readonly body: string;
  }[];
}

/** Messages of a topic were taken by Pusher, or refused. */
export interface Delivered extends OnTopic {
  /** One for each message, with the channels that it went to. A large result is several messages. */
  readonly messages: readonly {
    readonly eventId: string;
    readonly channels: readonly string[];
    readonly refused: boolean;
  }[];
}

/** What a request to Pusher is for: the transport's method. */
export type RequestKind =
  | 'send'
  | 'trigger'
  | 'triggerBatch'
  | 'sendToUser'
  | 'terminateUserConnections'
  | 'channels'
  | 'channel'
  | 'members';

/** A request to Pusher has been answered, or has not. */
export interface PusherRequested {
  readonly kind: RequestKind;
  /** How many messages it carried; 0 for a question. */
  readonly messages: number;
  readonly milliseconds: number;
  readonly outcome: 'ok' | 'refused' | 'unavailable';
}

/** Somebody came back with a position. */
export interface RecoveryAsked extends OnTopic {
  readonly operation: string;
  /** False: results are lost for good, which is a gap. */
  readonly recovered: boolean;
  /** How many results were handed over. */
  readonly missed: number;
}

/**
 * Told of what happens in an engine, as it happens: what metrics, logs, traces and the console are made of. Callbacks
 * that are absent cost nothing. They are called in the midst of the work, so they must be quick, and must not throw.
 */
export interface Observer {
  registered(happened: Registered): void;
  subscriptionRefused(happened: SubscriptionRefused): void;
  registrationsEnded(happened: RegistrationsEnded): void;
  eventAccepted(happened: EventAccepted): void;
  eventSettled(happened: EventSettled): void;
  executed(happened: Executed): void;
  numbered(happened: ResultsNumbered): void;
  delivered(happened: Delivered): void;
  requested(happened: PusherRequested): void;
  /** A request to Pusher failed, and is tried again after that many ms. */
  retrying(happened: { readonly attempt: number; readonly pause: number }): void;
  recoveryAsked(happened: RecoveryAsked): void;
  /** Somebody else took the topic while this process was at it. */
  leaseLost(happened: OnTopic): void;
  /** The topic's mailbox was empty, and its lease given back. */
  emptied(happened: OnTopic): void;
  swept(happened: { readonly milliseconds: number; readonly expired: number }): void;
  /** Registrations were compared with the channels that Pusher says are occupied. */
  reconciled(happened: {
    readonly milliseconds: number;
    readonly registrations: number;
    /** Of those, on channels that nobody is on. */
    readonly vacant: number;
  }): void;
  /** Something went wrong where no caller is left to hear it: what `onError` is told, too. */
  failed(happened: { readonly error: unknown; readonly where: string }): void;
}

/** Every callback, so that none is forgotten when observers are put together. */
const callbacks: Readonly<Record<keyof Observer, true>> = {
  registered: true,
  subscriptionRefused: true,
  registrationsEnded: true,
  eventAccepted: true,
  eventSettled: true,
  executed: true,
  numbered: true,
  delivered: true,
  requested: true,
  retrying: true,
  recoveryAsked: true,
  leaseLost: true,
  emptied: true,
  swept: true,
  reconciled: true,
  failed: true,
};

/**
 * One observer that tells several. One that throws is reported to `onError`, and neither the work nor the others suffer.
 * What none of them wants stays absent, so that nobody prepares it.
 */
export function combineObservers(
  observers: readonly Partial<Observer>[],
  onError: (error: unknown, where: string) => void,
): Partial<Observer> {
  const combined: Partial<Record<keyof Observer, (happened: never) => void>> = {};
  for (const name of Object.keys(callbacks) as (keyof Observer)[]) {
    const interested = observers.filter((each) => each[name]);
    if (interested.length === 0) continue;
    combined[name] = (happened) => {
      for (const each of interested) {
        try {
          each[name]?.(happened);
        } catch (error) {
          onError(error, `observing "${name}"`);
        }
      }
    };
  }
  return combined;
}

/** Tells how many ms have passed since it was made, in fractions. */
export function startWatch(): () => number {
  const began = performance.now();
  return () => performance.now() - began;
}
