import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Starts at 0.1 ms, because most executions are that fast. */
const executionBuckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
/** From a request within a data center to the timeout of a request to Pusher. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Up to the length of an outage after which a sweep delivers the events. */
const publishBuckets = [...requestBuckets, 10, 30, 60, 300];

/** Defines every metric. docs/metrics.md explains how to react to each. */
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
    subscribes: counter('subscribes', 'Subscriptions granted, including those after a reconnect.', [
      'field',
      'dialect',
    ]),
    refusals: counter('subscribe_refusals', 'Subscriptions rejected.', ['code']),
    registrationsEnded: counter('registrations_ended', 'Registrations ended.', ['cause']),

    eventsAccepted: counter('events_accepted', 'Events stored.', ['field']),
    eventsSettled: counter('events_settled', 'Events removed from the mailbox.', ['field', 'status']),
    publishSeconds: seconds(
      'publish_to_sent',
      'Time from storing an event until Pusher accepted it, within one process.',
      publishBuckets,
      ['field'],
    ),

    executions: counter('executions', 'Operations executed for an event.', ['field', 'outcome']),
    executionSeconds: seconds(
      'execution',
      'Duration of one execution, including its resolvers.',
      executionBuckets,
      ['field'],
    ),
    results: counter('results', 'Results numbered and stored.', ['field']),

    requests: counter('pusher_requests', 'Requests to the HTTP API of Pusher.', ['kind', 'outcome']),
    requestSeconds: seconds(
      'pusher_request',
      'Duration of one request to the HTTP API of Pusher.',
      requestBuckets,
      ['kind'],
    ),
    messages: counter('pusher_messages', 'Messages in requests that Pusher accepted.', ['kind']),
    retries: counter('pusher_retries', 'Requests to Pusher that failed and were retried.'),

    recoveries: counter('recoveries', 'Subscribers that reconnected and received every missed result.', [
      'field',
    ]),
    recoveredResults: counter(
      'recovered_results',
      'Missed results delivered to subscribers that reconnected.',
      ['field'],
    ),
    gaps: counter('gaps', 'Subscribers that reconnected and received a gap because results are lost.', [
      'field',
    ]),

    leasesLost: counter('leases_lost', 'Leases of topics lost to another process during delivery.'),
    errors: counter('errors', 'Errors that were not returned to a caller.', ['code']),
    lastSweep: gauge('last_sweep_timestamp_seconds', 'Time of the last complete sweep of the mailboxes.'),
    lastReconcile: gauge(
      'last_reconcile_timestamp_seconds',
      'Time of the last comparison of registrations with occupied channels.',
    ),
    vacant: gauge('registrations_vacant', 'Registrations on vacant channels at the last comparison.'),

    storeUp: gauge('store_up', '1 if the store responded to the last count, otherwise 0.'),
    registrations: gauge('registrations', 'Registered channels in the store.', ['dialect']),
    operations: gauge('operations', 'Distinct operations in the store. Each is executed once per event.'),
    topics: gauge('topics', 'Topics with subscribers in the store.'),
    subscribers: gauge(
      'subscribers',
      'Subscribers as counted by Pusher. Absent if Pusher does not count them.',
    ),
    sharedRatio: gauge(
      'shared_ratio',
      'Average number of subscribers per operation. Shows how much sharing executions saves.',
    ),
    mailboxEvents: gauge('mailbox_events', 'Events waiting for delivery in the store.'),
    mailboxTopics: gauge('mailbox_topics', 'Topics with events waiting for delivery in the store.'),
    mailboxAge: gauge(
      'mailbox_age_seconds',
      'Time since the mailbox with the oldest backlog was last empty.',
    ),
  };
}

/** See {@link defineMetrics}. */
export type Metrics = ReturnType<typeof defineMetrics>;
