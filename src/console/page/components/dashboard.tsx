import { useCallback, useEffect } from 'react';
import { needsToken, type Problem } from '../gateway/problem.ts';
import type { ClockReading } from '../live/clock.ts';
import { useLive } from '../live/use-live.ts';
import { useOverview } from '../live/use-overview.ts';
import { ChartRow } from './chart-row.tsx';
import { Notices } from './notices.tsx';
import { Pages } from './pages.tsx';
import { Send } from './send.tsx';
import { Tiles } from './tiles.tsx';
import { TopBar } from './top-bar.tsx';

export interface DashboardProps {
  readonly token: string | undefined;
  /** Called when the gateway rejects the token or requires one. */
  readonly onRejected: (problem: Problem) => void;
  readonly onSignOut: () => void;
}

/** The console of an authorized viewer. */
export function Dashboard({ token, onRejected, onSignOut }: DashboardProps) {
  const { live, store, subscription } = useLive();
  const onTaken = useCallback(
    (clock: ClockReading) => {
      store.readClock(clock);
      store.forgetActivity();
    },
    [store],
  );
  const { overview, problem, refresh } = useOverview(token, live.changes, onTaken);

  useEffect(() => {
    if (problem && needsToken(problem)) onRejected(problem);
  }, [problem, onRejected]);

  const { status } = subscription;
  useEffect(() => {
    // A request shows sooner than the subscription whether the gateway is down too.
    if (status === 'reconnecting') void refresh();
  }, [status, refresh]);

  if (!overview && !problem) return <p className="loading">Loading the overview…</p>;
  return (
    <div className={problem ? 'dashboard stale' : 'dashboard'}>
      <TopBar
        status={status}
        lag={live.lag}
        instances={live.instances.size}
        onSignOut={token === undefined ? undefined : onSignOut}
      />
      <Notices
        problem={problem}
        asOf={overview?.at}
        subscription={subscription}
        onRetry={() => {
          void refresh();
          subscription.restart();
        }}
      />
      {overview && (
        <>
          <Tiles live={live} overview={overview} />
          <ChartRow live={live} />
          <div className="columns">
            <Pages live={live} overview={overview} />
            <Send token={token} fields={overview.fields} eventTypes={overview.eventTypes} />
          </div>
        </>
      )}
    </div>
  );
}
