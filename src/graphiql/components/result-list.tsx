import { useSyncExternalStore } from 'react';
import type { ReceivedResult, Results } from '../state/results.ts';
import type { ValueStore } from '../state/value-store.ts';

/** The last results of the subscription. The response editor above shows the newest one only. */
export function ResultList({ results }: { results: ValueStore<Results> }) {
  const list = useSyncExternalStore(results.subscribe, results.read);
  if (list.length === 0) return null;
  return (
    <section className="result-list" aria-label="Last results">
      <ol>
        {list.map((received) => (
          <ResultRow key={received.number} {...received} />
        ))}
      </ol>
    </section>
  );
}

/** One result on one line; opening it shows it indented. */
function ResultRow({ number, at, result }: ReceivedResult) {
  return (
    <li>
      <details>
        <summary>
          <span className="number">{number}</span>
          <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
          <code>{JSON.stringify(result)}</code>
        </summary>
        <pre>{JSON.stringify(result, null, 2)}</pre>
      </details>
    </li>
  );
}

const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
