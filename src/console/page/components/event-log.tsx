import { useEffect, useRef, useState } from 'react';
import type { Live, LogEntry } from '../live/live-store.ts';
import { Empty } from './empty.tsx';
import { EventFilters, everything, matches } from './event-filters.tsx';
import { EventRow } from './event-row.tsx';

/** Maximum number of rows on the page. The filter searches the whole log. */
const maxRows = 150;

/** The log, newest entry first. */
export function EventLog({ live }: { readonly live: Live }) {
  const [filter, setFilter] = useState(everything);
  /** The log at the time of pausing; `undefined` while it is running. */
  const [pausedLog, setPausedLog] = useState<readonly LogEntry[]>();
  const search = useRef<HTMLInputElement>(null);
  const shown = (pausedLog ?? live.log).filter((entry) => matches(entry, filter));
  const missing = pausedLog ? live.log.findIndex(({ id }) => id === pausedLog[0]?.id) : 0;

  useEffect(() => {
    const focusSearch = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      search.current?.focus();
    };
    document.addEventListener('keydown', focusSearch);
    return () => document.removeEventListener('keydown', focusSearch);
  }, []);

  return (
    <>
      <EventFilters
        filter={filter}
        onFilter={setFilter}
        fields={[...new Set(live.log.flatMap(({ field }) => field ?? []))].toSorted()}
        search={search}
      >
        <button
          type="button"
          aria-pressed={pausedLog !== undefined}
          onClick={() => setPausedLog(pausedLog ? undefined : live.log)}
        >
          {pausedLog ? (missing > 0 ? `Resume (${missing} new)` : 'Resume') : 'Pause'}
        </button>
      </EventFilters>
      {shown.length > 0 ? (
        <section
          className="scroll"
          aria-label="Events"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
          tabIndex={0}
        >
          <ol className="log">
            {shown.slice(0, maxRows).map((entry) => (
              <EventRow key={entry.id} entry={entry} />
            ))}
          </ol>
          {live.omitted > 0 && (
            <p className="quiet log-note">
              {live.omitted} entries are not listed, because there were too many per second. The charts
              include them.
            </p>
          )}
        </section>
      ) : live.log.length > 0 ? (
        <Empty title="Nothing matches">
          None of the {live.log.length} newest entries matches this filter.
        </Empty>
      ) : (
        <Empty title="No events yet">
          Events appear here when they are published, with their outcome. Publish one with the form or from
          your application.
        </Empty>
      )}
    </>
  );
}
