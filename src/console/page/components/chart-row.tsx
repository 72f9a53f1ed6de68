import { useMemo } from 'react';
import { chartSeconds, type Live } from '../live/live-store.ts';
import { latenciesOf, secondsOf, valuesOf } from '../live/series.ts';
import { Chart } from './chart.tsx';
import { milliseconds, rate } from './format.ts';

const span = `up to ${chartSeconds / 60} minutes back`;

/** Drawn anew with each frame, about once a second. */
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
        hint={`a second, ${span}`}
        {...{ seconds, isEmpty }}
        lines={events}
        format={rate}
      />
      <Chart
        title="Deliveries"
        hint={
          live.countsDeliveries || isEmpty ? `a second, ${span}` : 'Pusher does not tell how many it delivers'
        }
        {...{ seconds, isEmpty }}
        lines={deliveries}
        format={rate}
      />
      <Chart
        title="Publish to delivered"
        hint={span}
        explanation="From when an event was stored until Pusher had it, and on from Pusher as long as the newest message took to this page."
        {...{ seconds, isEmpty }}
        lines={latencies}
        format={milliseconds}
      />
    </section>
  );
}
