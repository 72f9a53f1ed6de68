import { useEffect, useRef, useState } from 'react';
import type { Live, LogEntry } from '../live/live-store.ts';
import { Empty } from './empty.tsx';
import { EventFilters, everything, matches } from './event-filters.tsx';
import { EventRow } from './event-row.tsx';

/** Rows that are drawn; the filter looks at all that are kept. */
const maxRows = 150;

/** What has happened, newest first. */
export function EventLog({ live }: { readonly live: Live }) {
  const [filter, setFilter] = useState(everything);
  /** What stood there when somebody stopped it. */
  const [held, setHeld] = useState<readonly LogEntry[]>();
  const search = useRef<HTMLInputElement>(null);
  const shown = (held ?? live.log).filter((entry) => matches(entry, filter));
  const missing = held ? live.log.findIndex(({ id }) => id === held[0]?.id) : 0;

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
          aria-pressed={held !== undefined}
          onClick={() => setHeld(held ? undefined : live.log)}
        >
          {held ? (missing > 0 ? `Go on (${missing} new)` : 'Go on') : 'Pause'}
        </button>
      </EventFilters>
      {shown.length > 0 ? (
        <section
          className="scroll"
          aria-label="Events"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
        >
          <ol className="log">
            {shown.slice(0, maxRows).map((entry) => (
              <EventRow key={entry.id} entry={entry} />
            ))}
          </ol>
          {live.omitted > 0 && (
            <p className="quiet log-note">
              More happens than a person can read: {live.omitted} entries were left out. Charts count them
              all.
            </p>
          )}
        </section>
      ) : live.log.length > 0 ? (
        <Empty title="Nothing matches">
          None of the {live.log.length} newest entries passes this filter.
        </Empty>
      ) : (
        <Empty title="Nothing has happened yet">
          Events appear here as they are published, with what became of them. Publish one with the form, or
          let your application.
        </Empty>
      )}
    </>
  );
}
