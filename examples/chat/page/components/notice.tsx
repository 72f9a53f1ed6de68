import type { ReactNode } from 'react';

export interface NoticeProps {
  /** Screen readers announce `error` at once, `warning` at the next pause. */
  readonly kind: 'warning' | 'error';
  readonly children: ReactNode;
  /** A button beside the text. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

export function Notice({ kind, children, action }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <span>{children}</span>
      {action && (
        <button type="button" onClick={action.onClick}>
          {action.label}
        </button>
      )}
    </div>
  );
}
