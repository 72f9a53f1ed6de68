import type { ReactNode } from 'react';

export interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** What stands where nothing is yet, and what would make something be there. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{children}</p>
    </div>
  );
}
