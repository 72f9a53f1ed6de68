import { memo } from 'react';
import type { LogEntry } from '../live/live-store.ts';
import { count, milliseconds, pretty, timeOf } from './format.ts';

const words: Readonly<Record<LogEntry['kind'], readonly [word: string, tone: string]>> = {
  ACCEPTED: ['waiting', 'warn'],
  SENT: ['sent', 'good'],
  REFUSED: ['rejected', 'bad'],
  SUBSCRIBED: ['subscribed', 'calm'],
  DENIED: ['denied', 'bad'],
  RECOVERED: ['recovered', 'calm'],
  GAP: ['gap', 'bad'],
  RETRY: ['retry', 'warn'],
  ERROR: ['error', 'bad'],
};

/** One entry on one line; opening it shows the whole text. */
export const EventRow = memo(function EventRow({ entry }: { readonly entry: LogEntry }) {
  const { at, kind, topic, text, results, milliseconds: took } = entry;
  const [word, tone] = words[kind];
  return (
    <li>
      <details>
        <summary>
          <time dateTime={new Date(at).toISOString()}>{timeOf(at)}</time>
          <span className={`badge ${tone}`}>{word}</span>
          <span className="topic">{topic ?? ''}</span>
          <code className="text">{text}</code>
          <span className="quiet facts">{factsOf(results, took)}</span>
        </summary>
        <pre>{pretty(text)}</pre>
      </details>
    </li>
  );
});

/** `2 results · 1.4 ms` */
function factsOf(results: number | null, took: number | null): string {
  const facts = [];
  if (results !== null) facts.push(results === 1 ? '1 result' : `${count(results)} results`);
  if (took !== null) facts.push(milliseconds(took));
  return facts.join(' · ');
}
