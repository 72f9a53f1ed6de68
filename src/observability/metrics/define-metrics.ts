import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** From a tenth of a millisecond, since most executions are that quick. */
const executionBuckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
/** From what a request in one data center takes up to what is waited for Pusher. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Up to an outage that a sweep ends. */
const publishBuckets = [...requestBuckets, 10, 30, 60, 300];

/** Every metric, each explained for whoever meets it in a dashboard. docs/metrics.md says what to do about it. */
export function defineMetrics(register: Registry) {
  const registers = [register];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `graphql_pusher_${name}_total`, help, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `graphql_pusher_${name}`, help, labelNames, registers });
  const seconds = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name: `graphql_pusher_${name}_seconds`, help, labelNames, buckets, registers });

  return {
    subscribes: counter('subscribes', 'Subscriptions that were granted, those of a reconnect too.', [
      'field',
      'dialect',
    ]),
    refusals: counter('subscribe_refusals', 'Subscriptions that were refused.', ['code']),
    registrationsEnded: counter('registrations_ended', 'Registrations that ended.', ['cause']),

    eventsAccepted: counter('events_accepted', 'Events that were stored.', ['field']),
    eventsSettled: counter('events_settled', 'Events that left the mailbox.', ['field', 'status']),
    publishSeconds: seconds(
      'publish_to_sent',
      'From when an event was stored until Pusher had it, within one process.',
      publishBuckets,
      ['field'],
    ),

    executions: counter('executions', 'Operations that were executed for an event.', ['field', 'outcome']),
    executionSeconds: seconds('execution', 'One execution, its resolvers included.', executionBuckets, [
      'field',
    ]),
    results: counter('results', 'Results that were numbered and kept.', ['field']),

    requests: counter('pusher_requests', 'Requests to the HTTP API of Pusher.', ['kind', 'outcome']),
    requestSeconds: seconds('pusher_request', 'One request to the HTTP API of Pusher.', requestBuckets, [
      'kind',
    ]),
    messages: counter('pusher_messages', 'Messages in requests that Pusher took.', ['kind']),
    retries: counter('pusher_retries', 'Requests to Pusher that failed and were tried again.'),

    recoveries: counter('recoveries', 'Subscribers who came back and received all that they had missed.', [
      'field',
    ]),
    recoveredResults: counter('recovered_results', 'Results that were handed over to those who came back.', [
      'field',
    ]),
    gaps: counter('gaps', 'Subscribers who came back and were told that results are lost.', ['field']),

    leasesLost: counter('leases_lost', 'Topics that another process took while this one was sending.'),
    errors: counter('errors', 'Errors that no caller heard of.', ['code']),
    lastSweep: gauge('last_sweep_timestamp_seconds', 'When mailboxes were last swept to the end.'),
    lastReconcile: gauge(
      'last_reconcile_timestamp_seconds',
      'When registrations were last compared with the channels that are occupied.',
    ),
    vacant: gauge(
      'registrations_vacant',
      'Registrations on channels that nobody was on, when last compared.',
    ),

    storeUp: gauge('store_up', 'Whether the store answered when it was last counted: 1 or 0.'),
    registrations: gauge('registrations', 'Channels that are registered, in the whole store.', ['dialect']),
    operations: gauge('operations', 'Distinct operations, each executed once an event, in the whole store.'),
    topics: gauge('topics', 'Topics that anybody subscribes to, in the whole store.'),
    subscribers: gauge('subscribers', 'Subscribers as Pusher counts them; absent where it does not.'),
    sharedRatio: gauge('shared_ratio', 'Subscribers for one operation on average: what is saved by sharing.'),
    mailboxEvents: gauge('mailbox_events', 'Events that wait, in the whole store.'),
    mailboxTopics: gauge('mailbox_topics', 'Topics with events that wait, in the whole store.'),
    mailboxAge: gauge('mailbox_age_seconds', 'For how long the slowest mailbox has not been empty.'),
  };
}

/** See {@link defineMetrics}. */
export type Metrics = ReturnType<typeof defineMetrics>;
