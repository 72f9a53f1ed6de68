import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { Live } from '../live/live-store.ts';
import type { Overview } from '../live/use-overview.ts';
import { ChannelList } from './channel-list.tsx';
import { EventLog } from './event-log.tsx';
import { OperationList } from './operation-list.tsx';
import { TopicList } from './topic-list.tsx';

export interface PagesProps {
  readonly live: Live;
  readonly overview: Overview;
}

interface Page {
  readonly name: string;
  readonly count: number | undefined;
  readonly content: () => ReactNode;
}

/** The lists, one per tab. Arrow keys, Home and End move between the tabs. */
export function Pages({ live, overview }: PagesProps) {
  const [open, setOpen] = useState(0);
  const tabs = useRef<(HTMLButtonElement | null)[]>([]);
  const pages: readonly Page[] = [
    { name: 'Events', count: undefined, content: () => <EventLog live={live} /> },
    {
      name: 'Operations',
      count: overview.operations.length,
      content: () => <OperationList overview={overview} activity={live.activity} />,
    },
    { name: 'Topics', count: overview.topics.length, content: () => <TopicList overview={overview} /> },
    { name: 'Channels', count: overview.channels.length, content: () => <ChannelList overview={overview} /> },
  ];

  function move(event: KeyboardEvent): void {
    const last = pages.length - 1;
    const places: Record<string, number> = { ArrowRight: open + 1, ArrowLeft: open - 1, Home: 0, End: last };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    const next = (place + pages.length) % pages.length;
    setOpen(next);
    tabs.current[next]?.focus();
  }

  return (
    <main className="panel pages">
      <div className="tabs" role="tablist" aria-label="Lists" onKeyDown={move}>
        {pages.map(({ name, count }, index) => (
          <button
            key={name}
            ref={(button) => {
              tabs.current[index] = button;
            }}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={index === open}
            aria-controls={`page-${name}`}
            tabIndex={index === open ? 0 : -1}
            onClick={() => setOpen(index)}
          >
            {name}
            {count !== undefined && <span className="count">{count}</span>}
          </button>
        ))}
        {overview.omitted > 0 && <span className="quiet tabs-note">{overview.omitted} more not listed</span>}
      </div>
      {pages.map(({ name, content }, index) => (
        <div
          key={name}
          role="tabpanel"
          id={`page-${name}`}
          aria-labelledby={`tab-${name}`}
          className="page"
          hidden={index !== open}
        >
          {index === open && content()}
        </div>
      ))}
    </main>
  );
}
