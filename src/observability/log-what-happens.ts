import type { Observer } from '../core/index.ts';

/** What is needed of a log: pino's, or any other that takes fields before words. */
export type Log = Record<
  'debug' | 'info' | 'warn' | 'error',
  (fields: Record<string, unknown>, message: string) => void
>;

/**
 * Writes what happens to a log. What goes well is `debug`, since it happens all the time; what somebody may have to
 * look at is `warn`. Events and results stay out of it: they are the users' own.
 */
export function logWhatHappens(log: Log): Partial<Observer> {
  return {
    registered: (happened) => log.debug({ ...happened }, 'subscribed'),
    subscriptionRefused: (happened) => log.info({ ...happened }, 'subscription refused'),
    registrationsEnded: (happened) => log.debug({ ...happened }, 'registrations ended'),
    eventAccepted: ({ body, ...happened }) =>
      log.debug({ ...happened, bytes: body.length }, 'event accepted'),
    eventSettled(happened) {
      if (happened.status === 'refused') log.error({ ...happened }, 'event refused by Pusher');
      else log.debug({ ...happened }, 'event sent');
    },
    executed(happened) {
      if (happened.timedOut) log.warn({ ...happened }, 'execution timed out');
      else log.debug({ ...happened }, 'executed');
    },
    requested(happened) {
      if (happened.outcome === 'ok') log.debug({ ...happened }, 'Pusher answered');
      else log.warn({ ...happened }, `Pusher is ${happened.outcome === 'refused' ? 'unwilling' : 'away'}`);
    },
    retrying: (happened) => log.warn({ ...happened }, 'trying Pusher again'),
    recoveryAsked(happened) {
      if (happened.recovered) log.debug({ ...happened }, 'missed results handed over');
      else log.warn({ ...happened }, 'results are lost, and the subscriber was told');
    },
    leaseLost: (happened) => log.warn({ ...happened }, 'another process took the topic'),
    reconciled: (happened) => log.debug({ ...happened }, 'reconciled'),
  };
}

/** An `onError` that writes to a log. */
export function logErrors(log: Pick<Log, 'error'>): (error: unknown, where: string) => void {
  return (error, where) => log.error({ err: error, where }, where);
}
