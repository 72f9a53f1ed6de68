import { describe, expect, it } from 'vitest';
import { createLiveStore, type Frame } from '../../src/console/page/live/live-store.ts';
import { latencyNow } from '../../src/console/page/live/series.ts';

/** A frame that tells of one event, which Pusher had after 10 ms. */
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
  it('is that until Pusher had an event, and on from there as the frame itself has taken', () => {
    let now = 100_000;
    const store = createLiveStore(() => now);
    now += 25;
    store.add(frame(100_000));
    expect(store.snapshot().lag).toBe(25);
    expect(latencyNow(store.snapshot(), 0.5)).toBe(25);
  });

  it('does not count the difference of two clocks', () => {
    const ahead = 60_000;
    const store = createLiveStore(() => 100_025);
    store.readClock({ askedAt: 99_000, at: 99_010 + ahead, heardAt: 99_020 });
    // One that is known less well changes nothing.
    store.readClock({ askedAt: 99_100, at: 99_100 + ahead, heardAt: 100_000 });
    store.add(frame(100_000 + ahead));
    expect(latencyNow(store.snapshot(), 0.99)).toBe(25);
  });
});
