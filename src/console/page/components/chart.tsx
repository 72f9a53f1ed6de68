import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { currentOf, type Values } from '../live/series.ts';
import { timeOf } from './format.ts';

export interface Line {
  readonly label: string;
  /** A custom property of the style sheet: `--chart-1`. */
  readonly color: string;
  readonly values: Values;
}

export interface ChartProps {
  readonly title: string;
  readonly hint: string;
  /** What the chart measures; shown as a tooltip. */
  readonly explanation?: string;
  readonly seconds: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** No frame has arrived yet. */
  readonly isEmpty: boolean;
}

const height = 132;

/** A live chart. Screen readers get its newest and highest values as a label. */
export function Chart({ title, hint, explanation, seconds, lines, format, isEmpty }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const shape = lines.map(({ label, color }) => `${label} ${color}`).join();
  const newest = useRef({ lines, format });
  newest.current = { lines, format };

  useEffect(() => {
    const element = place.current;
    if (!element || shape === '') return;
    const draw = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsFor(element, newest.current), [[]], element);
    };
    draw();
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth || 300, height }),
    );
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      scheme.removeEventListener('change', draw);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);

  useEffect(() => {
    plot.current?.setData([[...seconds], ...lines.map(({ values }) => [...values])]);
  }, [seconds, lines]);

  return (
    <figure className={isEmpty ? 'chart is-empty' : 'chart'}>
      <figcaption>
        <h2>{title}</h2>
        <span className="quiet" title={explanation}>
          {hint}
        </span>
        <ul>
          {lines.map(({ label, color, values }) => (
            <li key={label}>
              <i className={`swatch ${color.slice(2)}`} />
              {label} <b>{shown(currentOf(values, 1), format)}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <div className="plot" ref={place} role="img" aria-label={inWords(title, lines, format)} />
      {isEmpty && <p className="chart-empty quiet">Waiting for data…</p>}
      {!isEmpty && lines.every(({ values }) => knownIn(values) === 0) && (
        <p className="chart-empty quiet">No events yet.</p>
      )}
    </figure>
  );
}

function optionsFor(
  element: HTMLElement,
  { lines, format }: Pick<ChartProps, 'lines' | 'format'>,
): uPlot.Options {
  const styles = getComputedStyle(element);
  const color = (name: string): string => resolved(element, styles.getPropertyValue(name));
  const axis = {
    stroke: color('--ink-quiet'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
    border: { show: false },
  };
  return {
    width: element.clientWidth || 300,
    height,
    // Space for the label of the newest time.
    padding: [8, 28, 0, 0],
    legend: { show: false },
    cursor: { points: { show: false }, drag: { x: false, y: false }, y: false },
    // The axis starts at 0, so that small changes do not look large.
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.15)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 90,
        values: (_plot, ticks) => ticks.map((second) => timeOf(second * 1_000)),
      },
      {
        ...axis,
        size: 46,
        space: 34,
        grid: { stroke: color('--line'), width: 1 },
        values: (_plot, ticks) => ticks.map(format),
      },
    ],
    series: [
      {},
      ...lines.map((line, index) => ({
        label: line.label,
        stroke: color(line.color),
        width: 1.75,
        // A line of one value is invisible, so draw points.
        points: { size: 5, show: (plot: uPlot, place: number) => knownIn(plot.data[place]) < 3 },
        spanGaps: true,
        ...(index === 0 ? { fill: translucent(color(line.color)) } : {}),
      })),
    ],
  };
}

/** Resolves a CSS color, because a canvas does not support `light-dark()`. */
function resolved(element: HTMLElement, value: string): string {
  const probe = element.appendChild(document.createElement('i'));
  probe.style.color = value;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function knownIn(values: ArrayLike<number | null | undefined> = []): number {
  return Array.from(values).filter((value) => value != null).length;
}

function translucent(color: string): string {
  return `color-mix(in srgb, ${color} 12%, transparent)`;
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value);
}

function inWords(title: string, lines: readonly Line[], format: (value: number) => string): string {
  const each = lines.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return `${label}: nothing yet`;
    return `${label}: now ${shown(currentOf(values, 1), format)}, at most ${format(Math.max(...known))}`;
  });
  return `${title}. ${each.join('; ')}.`;
}
