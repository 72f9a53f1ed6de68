import { useEffect, useReducer, useState } from 'react';
import { type Problem, problemOf } from '../api/problem.ts';
import { request } from '../api/request.ts';
import type { RoomsQuery } from '../generated/graphql.ts';
import { rooms as roomsQuery } from '../operations.ts';

export type Room = RoomsQuery['rooms'][number];
export type User = NonNullable<RoomsQuery['me']>;

export interface Rooms {
  /** The signed-in user and the rooms that the user may enter; `undefined` while loading. */
  readonly entered: { readonly me: User; readonly rooms: readonly Room[] } | undefined;
  readonly problem: Problem | undefined;
  retry(): void;
}

export function useRooms(token: string): Rooms {
  const [entered, setEntered] = useState<Rooms['entered']>();
  const [problem, setProblem] = useState<Problem>();
  const [attempt, retry] = useReducer((count: number) => count + 1, 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another request.
  useEffect(() => {
    const abort = new AbortController();
    setProblem(undefined);
    request(roomsQuery, {}, { token, signal: abort.signal }).then(
      ({ me, rooms }) => {
        if (abort.signal.aborted) return;
        if (me) setEntered({ me, rooms });
        else setProblem({ code: 'UNAUTHENTICATED', message: 'You are not signed in.' });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(problemOf(error));
      },
    );
    return () => abort.abort();
  }, [token, attempt]);

  return { entered, problem, retry };
}
