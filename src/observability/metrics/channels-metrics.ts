import { Counter, Gauge, type Registry } from 'prom-client';

/** Statistics of a Channels server in this process: its `stats()`. */
export interface ChannelsFigures {
  readonly connections: number;
  readonly channels: number;
  readonly users: number;
  /** Counted since the start, as are the numbers below. */
  readonly sent: number;
  readonly received: number;
  readonly cutForSlowness: number;
  readonly webhooksLost: number;
}

const helps: Readonly<Record<keyof ChannelsFigures, readonly [name: string, help: string]>> = {
  connections: ['connections', 'Open connections of the embedded Channels server.'],
  channels: ['channels', 'Occupied channels of the embedded Channels server.'],
  users: ['users', 'Signed-in users of the embedded Channels server.'],
  sent: ['sent_total', 'Messages that the embedded Channels server sent to clients.'],
  received: ['received_total', 'Messages that the embedded Channels server received from clients.'],
  cutForSlowness: [
    'cut_for_slowness_total',
    'Connections that the embedded Channels server closed because the client read too slowly.',
  ],
  webhooksLost: [
    'webhooks_lost_total',
    'Webhook requests that the embedded Channels server gave up after retries.',
  ],
};

/** Defines the metrics of an embedded Channels server. They are read at each scrape. */
export function defineChannelsMetrics(register: Registry, stats: () => ChannelsFigures): void {
  for (const [figure, [name, help]] of Object.entries(helps)) {
    const options = { name: `graphql_pusher_channels_${name}`, help, registers: [register] };
    const current = (): number => stats()[figure as keyof ChannelsFigures];
    if (name.endsWith('_total')) {
      new Counter({
        ...options,
        collect() {
          // The server itself counts.
          this.reset();
          this.inc(current());
        },
      });
    } else {
      new Gauge({
        ...options,
        collect() {
          this.set(current());
        },
      });
    }
  }
}
