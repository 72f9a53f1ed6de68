import type { ReactNode } from 'react';

export interface ListFilterProps {
  /** What the filter searches, for its label: "channels by name". */
  readonly what: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly children?: ReactNode;
}

/** A search field above a list. */
export function ListFilter({ what, text, onText, children }: ListFilterProps) {
  return (
    <div className="filters">
      <input
        type="search"
        placeholder="Filter"
        aria-label={`Filter ${what}`}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {children}
    </div>
  );
}

/** Returns whether `whole` contains `part`, ignoring case. */
export function contains(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.toLowerCase());
}
