/** Counted since the start of the server. */
export interface Counters {
  /** Messages written to clients. */
  sent: number;
  /** Messages that came from clients. */
  received: number;
  /** Events that came through the HTTP API; one event to three channels counts as three. */
  published: number;
  /** Connections that were cut because they read too slowly. */
  cutForSlowness: number;
  /** Webhook requests that were answered with 2xx. */
  webhooksDelivered: number;
  /** Webhook requests that were given up. */
  webhooksLost: number;
}

export function createCounters(): Counters {
  return { sent: 0, received: 0, published: 0, cutForSlowness: 0, webhooksDelivered: 0, webhooksLost: 0 };
}
