import type { ReactNode } from 'react';

export interface NoticeProps {
  /** `error` is read out at once, the others when there is a pause. */
  readonly kind: 'good' | 'warning' | 'error';
  readonly children: ReactNode;
  /** What can be done about it. */
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
