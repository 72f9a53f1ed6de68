import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Tiles } from '../../src/console/page/components/tiles.tsx';
import { createLiveStore, type Frame } from '../../src/console/page/live/live-store.ts';
import type { Overview } from '../../src/console/page/live/use-overview.ts';

const overview: Overview = {
  instance: 'a',
  at: 100_000,
  server: null,
  countsSubscribers: true,
  channels: [],
  operations: [],
  topics: [],
  fields: [],
  eventTypes: [],
  deadLetters: [],
  omitted: 0,
};
/** A frame of the second that ends at `at`, with ten events and twenty deliveries. */
const frame = (at: number): Frame => ({
  instance: 'a',
  at,
  milliseconds: 1_000,
  events: 10,
  executions: 10,
  messages: 10,
  deliveries: 20,
  connections: null,
  latencies: [],
  omitted: 0,
  changed: false,
  log: [],
  operations: [],
});

describe('the tiles of the console', () => {
  it('show a rate only after a complete second', () => {
    const store = createLiveStore(() => 105_000);
    const rates = (): string[] => {
      const text = renderToString(createElement(Tiles, { live: store.snapshot(), overview }));
      return [...text.matchAll(/<dt>(?:Events|Deliveries)<\/dt><dd>(.*?)<\/dd>/g)].map(([, shown = '']) =>
        shown.replaceAll(/<[^>]*>/g, ''),
      );
    };
    expect(rates()).toEqual(['–', '–']);
    // The first frame starts within a second, so that second is counted only in part.
    store.add(frame(100_400));
    expect(rates()).toEqual(['–', '–']);
    store.add(frame(101_400));
    expect(rates()).toEqual(['10/s', '20/s']);
  });
});
