import { Counter, Gauge, type Registry } from 'prom-client';

/** What goes on in a Channels server that runs in this process: its `stats()`. */
export interface ChannelsFigures {
  readonly connections: number;
  readonly channels: number;
  readonly users: number;
  /** Since the start, as are the following. */
  readonly sent: number;
  readonly received: number;
  readonly cutForSlowness: number;
  readonly webhooksLost: number;
}

const helps: Readonly<Record<keyof ChannelsFigures, readonly [name: string, help: string]>> = {
  connections: ['connections', 'Open connections of the embedded Channels server.'],
  channels: ['channels', 'Occupied channels of the embedded Channels server.'],
  users: ['users', 'Signed-in users of the embedded Channels server.'],
  sent: ['sent_total', 'Messages that the embedded Channels server has written to clients.'],
  received: ['received_total', 'Messages that clients have sent to the embedded Channels server.'],
  cutForSlowness: ['cut_for_slowness_total', 'Connections that were cut because they read too slowly.'],
  webhooksLost: [
    'webhooks_lost_total',
    'Webhook requests of the embedded Channels server that were given up.',
  ],
};

/** Metrics of an embedded Channels server, read when they are asked for. */
export function defineChannelsMetrics(register: Registry, stats: () => ChannelsFigures): void {
  for (const [figure, [name, help]] of Object.entries(helps)) {
    const options = { name: `graphql_pusher_channels_${name}`, help, registers: [register] };
    const current = (): number => stats()[figure as keyof ChannelsFigures];
    if (name.endsWith('_total')) {
      new Counter({
        ...options,
        collect() {
          // The server has counted itself.
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
