import type { UsedSubscription } from '../../../react/index.ts';
import type { Problem } from '../gateway/problem.ts';
import { timeOf } from './format.ts';
import { Notice } from './notice.tsx';

export interface NoticesProps {
  readonly problem: Problem | undefined;
  /** Time of the overview on the page. */
  readonly asOf: number | undefined;
  readonly subscription: Pick<UsedSubscription<unknown>, 'status' | 'error' | 'recovered'>;
  readonly onRetry: () => void;
}

/** Warns the viewer that figures on the page are out of date or incomplete. */
export function Notices({ problem, asOf, subscription, onRetry }: NoticesProps) {
  const retry = { label: 'Try again', onClick: onRetry };
  if (problem) {
    const shown = asOf === undefined ? '' : ` The figures are from ${timeOf(asOf)}.`;
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
        Live updates stopped: {subscription.error?.message ?? 'the gateway ended the subscription'}. Lists are
        still refreshed every few seconds; charts and events are not.
      </Notice>
    );
  }
  if (!subscription.recovered) {
    return (
      <Notice kind="warning">
        This page was offline too long to recover all frames. Charts and events are incomplete.
      </Notice>
    );
  }
  return null;
}
