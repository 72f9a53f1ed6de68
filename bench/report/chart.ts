import type { Row } from '../harness/row.ts';
import { shown } from './table.ts';

/** One group of bars. */
export interface Panel {
  readonly title: string;
  readonly rows: readonly Row[];
}

const [width, labels, bar, gap, panelHead] = [760, 170, 22, 8, 46];

/**
 * Returns a chart of horizontal bars as SVG. It uses no chart library, because suitable ones need a DOM, which is more
 * code than this function.
 */
export function barChart(title: string, subtitle: string, panels: readonly Panel[]): string {
  let y = 64;
  const parts = panels.flatMap(({ title: panelTitle, rows }) => {
    const longest = Math.max(...rows.map(({ highest }) => highest));
    const scale = (value: number): number => (value / longest) * (width - labels - 110);
    const head = text(16, y + 22, panelTitle, 'font-weight="600"');
    y += panelHead - 12;
    const bars = rows.flatMap((row) => {
      const middle = y + bar / 2;
      const end = labels + scale(row.median);
      const own = row.alternative.startsWith('graphql-pusher');
      const drawn = [
        text(labels - 8, middle + 4, row.alternative, 'text-anchor="end"'),
        `<rect x="${labels}" y="${y}" width="${end - labels}" height="${bar}" rx="3" fill="${own ? '#5b3fd6' : '#b9bdc9'}"/>`,
        // The spread of the rounds.
        `<path d="M${labels + scale(row.lowest)} ${middle}H${labels + scale(row.highest)}" stroke="#222" stroke-width="1.5"/>`,
        text(labels + scale(row.highest) + 8, middle + 4, `${shown(row.median)} ${row.unit}`, ''),
      ];
      y += bar + gap;
      return drawn;
    });
    y += 14;
    return [head, ...bars];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${width}" height="${y}" fill="#fff"/>`,
    text(16, 30, title, 'font-size="17" font-weight="700"'),
    text(16, 50, subtitle, 'fill="#666" font-size="11"'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
