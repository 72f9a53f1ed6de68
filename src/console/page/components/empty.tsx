import type { ReactNode } from 'react';

export interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Placeholder for an empty list, with what fills it. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{children}</p>
    </div>
  );
}
