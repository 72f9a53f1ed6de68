import type { Census } from './census.ts';
import type { Observer } from './observer.ts';

/** What answers `GET /metrics`. `createMetrics` of `graphql-pusher/observability/metrics` makes one for Prometheus. */
export interface MetricsSource {
  /** Counts what happens. */
  readonly observer: Partial<Observer>;
  readonly contentType: string;
  /** Whoever asks must show it as `Authorization: Bearer …`. Absent: anybody may ask. */
  readonly token?: string;
  /** The metrics as text. A census that rejects is no reason to reject. */
  render(takeCensus: () => Promise<Census>): Promise<string>;
}
