import { useCallback, useEffect, useRef, useState } from 'react';
import { overviewQuery } from '../documents.ts';
import { Problem } from '../gateway/problem.ts';
import { request } from '../gateway/request.ts';
import type { ConsoleOverviewQuery } from '../generated/graphql.ts';
import type { ClockReading } from './clock.ts';

export type Overview = ConsoleOverviewQuery['consoleOverview'];

/** How things stand, as asked last. */
export interface UsedOverview {
  readonly overview: Overview | undefined;
  /** Why the last question was not answered; the overview then is an older one. */
  readonly problem: Problem | undefined;
  refresh(): Promise<void>;
}

/** It is asked again after so many ms, and sooner when a frame tells of other operations. */
const pace = 5_000;
/** Ms to wait for more changes before it is asked. */
const settling = 400;

export function useOverview(
  token: string | undefined,
  changes: number,
  onTaken: (clock: ClockReading) => void,
): UsedOverview {
  const [overview, setOverview] = useState<Overview>();
  const [problem, setProblem] = useState<Problem>();
  const isAsking = useRef(false);

  const refresh = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    const askedAt = Date.now();
    try {
      const { consoleOverview } = await request(overviewQuery, {}, token);
      setOverview(consoleOverview);
      setProblem(undefined);
      onTaken({ askedAt, at: consoleOverview.at, heardAt: Date.now() });
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(String(error), 'UNKNOWN'));
    } finally {
      isAsking.current = false;
    }
  }, [token, onTaken]);

  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refresh();
    }, pace);
    return () => clearInterval(timer);
  }, [refresh]);

  useEffect(() => {
    if (changes === 0) return;
    const timer = setTimeout(() => void refresh(), settling);
    return () => clearTimeout(timer);
  }, [changes, refresh]);

  return { overview, problem, refresh };
}
