import type { Observer } from '../core/index.ts';

/** A log such as pino's, whose methods take the fields first and the message second. */
export type Log = Record<
  'debug' | 'info' | 'warn' | 'error',
  (fields: Record<string, unknown>, message: string) => void
>;

/**
 * Logs the gateway's activity. Routine activity has the level `debug`, because it is frequent. Problems have the level
 * `warn` or `error`. The log contains no events and no results, because they are users' data.
 */
export function logWhatHappens(log: Log): Partial<Observer> {
  return {
    registered: (fields) => log.debug({ ...fields }, 'subscription registered'),
    subscriptionRefused: (fields) => log.info({ ...fields }, 'subscription rejected'),
    registrationsEnded: (fields) => log.debug({ ...fields }, 'registrations ended'),
    eventAccepted: ({ body, ...fields }) => log.debug({ ...fields, bytes: body.length }, 'event accepted'),
    eventSettled(fields) {
      if (fields.status === 'refused') log.error({ ...fields }, 'Pusher rejected the event');
      else log.debug({ ...fields }, 'event sent');
    },
    executed(fields) {
      if (fields.timedOut) log.warn({ ...fields }, 'execution timed out');
      else log.debug({ ...fields }, 'executed');
    },
    requested(fields) {
      if (fields.outcome === 'ok') log.debug({ ...fields }, 'Pusher request succeeded');
      else
        log.warn(
          { ...fields },
          fields.outcome === 'refused' ? 'Pusher rejected the request' : 'Pusher is unavailable',
        );
    },
    retrying: (fields) => log.warn({ ...fields }, 'retrying the request to Pusher'),
    recoveryAsked(fields) {
      if (fields.recovered) log.debug({ ...fields }, 'missed results delivered');
      else log.warn({ ...fields }, 'results lost; the subscriber received a gap');
    },
    leaseLost: (fields) => log.warn({ ...fields }, 'lost the lease of the topic to another process'),
    reconciled: (fields) => log.debug({ ...fields }, 'registrations reconciled'),
  };
}

/** Creates an `onError` that logs errors. */
export function logErrors(log: Pick<Log, 'error'>): (error: unknown, where: string) => void {
  return (error, where) => log.error({ err: error, where }, where);
}
