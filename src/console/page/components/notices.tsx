import type { UsedSubscription } from '../../../react/index.ts';
import type { Problem } from '../gateway/problem.ts';
import { timeOf } from './format.ts';
import { Notice } from './notice.tsx';

export interface NoticesProps {
  readonly problem: Problem | undefined;
  /** When what is shown was true. */
  readonly asOf: number | undefined;
  readonly subscription: Pick<UsedSubscription<unknown>, 'status' | 'error' | 'recovered'>;
  readonly onRetry: () => void;
}

/** What whoever looks must know before they trust what they see. */
export function Notices({ problem, asOf, subscription, onRetry }: NoticesProps) {
  const retry = { label: 'Try again', onClick: onRetry };
  if (problem) {
    const shown = asOf === undefined ? '' : ` What you see is as of ${timeOf(asOf)}.`;
    return (
      <Notice kind="error" action={retry}>
        {problem.message}
        {shown}
      </Notice>
    );
  }
  if (subscription.status === 'error' || subscription.status === 'complete') {
    return (
      <Notice kind="error" action={retry}>
        The console hears nothing any more: {subscription.error?.message ?? 'the gateway has ended it'}. Lists
        are still asked for every few seconds; charts and events stand still.
      </Notice>
    );
  }
  if (!subscription.recovered) {
    return (
      <Notice kind="warning">
        This page was away for so long that a part of the charts and of the events is missing.
      </Notice>
    );
  }
  return null;
}
