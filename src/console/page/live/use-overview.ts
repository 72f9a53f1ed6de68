import { useCallback, useEffect, useRef, useState } from 'react';
import { overviewQuery } from '../documents.ts';
import { Problem } from '../gateway/problem.ts';
import { request } from '../gateway/request.ts';
import type { ConsoleOverviewQuery } from '../generated/graphql.ts';
import type { ClockReading } from './clock.ts';

export type Overview = ConsoleOverviewQuery['consoleOverview'];

/** The last overview of the gateway. */
export interface UsedOverview {
  readonly overview: Overview | undefined;
  /** Why the last request failed. `overview` is then from an earlier request. */
  readonly problem: Problem | undefined;
  refresh(): Promise<void>;
}

/** Interval between requests, in ms. A frame that reports a change triggers an earlier request. */
const refreshInterval = 5_000;
/** Delay after a reported change, in ms, so that several changes cause one request. */
const changeDelay = 400;

export function useOverview(
  token: string | undefined,
  changes: number,
  onTaken: (clock: ClockReading) => void,
): UsedOverview {
  const [overview, setOverview] = useState<Overview>();
  const [problem, setProblem] = useState<Problem>();
  const isRequesting = useRef(false);

  const refresh = useCallback(async () => {
    if (isRequesting.current) return;
    isRequesting.current = true;
    const requestedAt = Date.now();
    try {
      const { consoleOverview } = await request(overviewQuery, {}, token);
      setOverview(consoleOverview);
      setProblem(undefined);
      onTaken({ requestedAt, at: consoleOverview.at, receivedAt: Date.now() });
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(String(error), 'UNKNOWN'));
    } finally {
      isRequesting.current = false;
    }
  }, [token, onTaken]);

  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, refreshInterval);
    return () => clearInterval(timer);
  }, [refresh]);

  useEffect(() => {
    if (changes === 0) return;
    const timer = setTimeout(() => void refresh(), changeDelay);
    return () => clearTimeout(timer);
  }, [changes, refresh]);

  return { overview, problem, refresh };
}
