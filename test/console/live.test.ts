import { describe, expect, it } from 'vitest';
import { createLiveStore, type Frame } from '../../src/console/page/live/live-store.ts';
import { latencyNow } from '../../src/console/page/live/series.ts';

/** A frame with one event that Pusher accepted after 10 ms. */
const frame = (at: number): Frame => ({
  instance: 'a',
  at,
  milliseconds: 1_000,
  events: 1,
  executions: 1,
  messages: 1,
  deliveries: null,
  connections: null,
  latencies: [10],
  omitted: 0,
  changed: false,
  log: [],
  operations: [],
});

describe("the console's latency", () => {
  it('is the latency to Pusher plus the delay of the frame after Pusher', () => {
    let now = 100_000;
    const store = createLiveStore(() => now);
    now += 25;
    store.add(frame(100_000));
    expect(store.snapshot().lag).toBe(25);
    expect(latencyNow(store.snapshot(), 0.5)).toBe(25);
  });

  it('does not include the difference between two clocks', () => {
    const ahead = 60_000;
    const store = createLiveStore(() => 100_025);
    store.readClock({ requestedAt: 99_000, at: 99_010 + ahead, receivedAt: 99_020 });
    // A less certain reading is ignored.
    store.readClock({ requestedAt: 99_100, at: 99_100 + ahead, receivedAt: 100_000 });
    store.add(frame(100_000 + ahead));
    expect(latencyNow(store.snapshot(), 0.99)).toBe(25);
  });
});
