import type { ReactNode, Ref } from 'react';
import type { LogEntry } from '../live/live-store.ts';

/** Selects entries of the log. */
export interface Filter {
  readonly text: string;
  readonly group: keyof typeof groups;
  /** Name of a subscription field; empty for all fields. */
  readonly field: string;
}

const groups = {
  All: undefined,
  Events: ['ACCEPTED', 'SENT', 'REFUSED'],
  Subscriptions: ['SUBSCRIBED', 'DENIED', 'RECOVERED', 'GAP'],
  Problems: ['REFUSED', 'DENIED', 'GAP', 'RETRY', 'ERROR'],
} as const satisfies Record<string, readonly LogEntry['kind'][] | undefined>;

export const everything: Filter = { text: '', group: 'All', field: '' };

/** Returns whether an entry passes the filter. The text is searched for in the topic and the text, ignoring case. */
export function matches({ kind, field, topic, text }: LogEntry, filter: Filter): boolean {
  const kinds: readonly string[] | undefined = groups[filter.group];
  if (kinds && !kinds.includes(kind)) return false;
  if (filter.field && field !== filter.field) return false;
  return `${topic ?? ''} ${text}`.toLowerCase().includes(filter.text.toLowerCase());
}

export interface EventFiltersProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** The fields in the drop-down list. */
  readonly fields: readonly string[];
  readonly search: Ref<HTMLInputElement>;
  readonly children: ReactNode;
}

export function EventFilters({ filter, onFilter, fields, search, children }: EventFiltersProps) {
  return (
    <div className="filters">
      <input
        ref={search}
        type="search"
        placeholder="Filter  ( / )"
        aria-label="Filter by text"
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.target.value })}
      />
      <fieldset className="segments">
        <legend className="visually-hidden">Kind</legend>
        {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
          <label key={group}>
            <input
              type="radio"
              name="group"
              checked={filter.group === group}
              onChange={() => onFilter({ ...filter, group })}
            />
            <span>{group}</span>
          </label>
        ))}
      </fieldset>
      <select
        aria-label="Filter by field"
        value={filter.field}
        onChange={(event) => onFilter({ ...filter, field: event.target.value })}
      >
        <option value="">all fields</option>
        {fields.map((field) => (
          <option key={field}>{field}</option>
        ))}
      </select>
      {children}
    </div>
  );
}
