import { useMemo } from 'react';
import { chartSeconds, type Live } from '../live/live-store.ts';
import { latenciesOf, secondsOf, valuesOf } from '../live/series.ts';
import { Chart } from './chart.tsx';
import { milliseconds, rate } from './format.ts';

const span = `last ${chartSeconds / 60} minutes`;

/** The three charts. They are redrawn with each frame, about once per second. */
export function ChartRow({ live }: { readonly live: Live }) {
  const { seconds, events, deliveries, latencies } = useMemo(() => {
    const ofLive = secondsOf(live);
    return {
      seconds: ofLive,
      events: [
        { label: 'events', color: '--chart-1', values: valuesOf(live.events, ofLive) },
        { label: 'executions', color: '--chart-2', values: valuesOf(live.executions, ofLive) },
      ],
      deliveries: [
        ...(live.countsDeliveries
          ? [{ label: 'deliveries', color: '--chart-1', values: valuesOf(live.deliveries, ofLive) }]
          : []),
        { label: 'messages to Pusher', color: '--chart-2', values: valuesOf(live.messages, ofLive) },
      ],
      latencies: [
        { label: 'p50', color: '--chart-1', values: latenciesOf(live, ofLive, 0.5) },
        { label: 'p99', color: '--chart-3', values: latenciesOf(live, ofLive, 0.99) },
      ],
    };
  }, [live]);
  const isEmpty = live.at === 0;
  return (
    <section className="charts" aria-label="Charts">
      <Chart
        title="Events"
        hint={`per second, ${span}`}
        {...{ seconds, isEmpty }}
        lines={events}
        format={rate}
      />
      <Chart
        title="Deliveries"
        hint={live.countsDeliveries || isEmpty ? `per second, ${span}` : 'Pusher does not count deliveries'}
        {...{ seconds, isEmpty }}
        lines={deliveries}
        format={rate}
      />
      <Chart
        title="Delivery latency"
        hint={span}
        explanation="Time from storing an event until Pusher accepted it, plus the estimated time from Pusher to this page."
        {...{ seconds, isEmpty }}
        lines={latencies}
        format={milliseconds}
      />
    </section>
  );
}
