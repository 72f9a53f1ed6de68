/** Counters since the start of the server. */
export interface Counters {
  /** Messages written to clients. */
  sent: number;
  /** Messages received from clients. */
  received: number;
  /** Events received through the HTTP API. An event for three channels counts as three. */
  published: number;
  /** Connections terminated because the client read too slowly. */
  cutForSlowness: number;
  /** Webhook requests with a 2xx response. */
  webhooksDelivered: number;
  /** Webhook requests that failed and are not retried. */
  webhooksLost: number;
}

export function createCounters(): Counters {
  return { sent: 0, received: 0, published: 0, cutForSlowness: 0, webhooksDelivered: 0, webhooksLost: 0 };
}
