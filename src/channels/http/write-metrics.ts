import type { Counters } from '../connection/index.ts';

/** Figures of a server, for `/metrics`. */
export interface FiguresSource extends Counters {
  connections: number;
  channels: number;
  users: number;
}

/** Name and help of each metric. The gateway's `/metrics` uses the same names for an embedded server. */
const figures: Readonly<Record<keyof FiguresSource, readonly [name: string, help: string]>> = {
  connections: ['connections', 'Open connections.'],
  channels: ['channels', 'Occupied channels.'],
  users: ['users', 'Signed-in users.'],
  sent: ['sent_total', 'Messages written to clients.'],
  received: ['received_total', 'Messages received from clients.'],
  published: [
    'published_total',
    'Events received through the HTTP API. An event for several channels counts once per channel.',
  ],
  cutForSlowness: ['cut_for_slowness_total', 'Connections terminated because the client read too slowly.'],
  webhooksDelivered: ['webhooks_delivered_total', 'Webhook requests with a 2xx response.'],
  webhooksLost: ['webhooks_lost_total', 'Webhook requests that failed and are not retried.'],
};

/** Formats figures in the text format of Prometheus. */
export function writeMetrics(stats: FiguresSource): string {
  return Object.entries(figures)
    .map(([figure, [suffix, help]]) => {
      const name = `graphql_pusher_channels_${suffix}`;
      const type = suffix.endsWith('_total') ? 'counter' : 'gauge';
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${stats[figure as keyof FiguresSource]}\n`;
    })
    .join('');
}
