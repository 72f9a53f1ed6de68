import { isLostResults } from 'graphql-pusher/client';
import { useCallback, useEffect, useReducer, useState } from 'react';
import type { Live } from '../api/live.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { type Message, mergeMessages } from '../messages.ts';
import { messageAdded, roomMessages } from '../operations.ts';

export interface Messages {
  /** Oldest first; `undefined` until the first are there. */
  readonly messages: readonly Message[] | undefined;
  /** Results were lost for good while the page was away. */
  readonly hasGap: boolean;
  readonly problem: Problem | undefined;
  /** Shows messages that came another way; those which are there already do not show twice. */
  add(messages: readonly Message[]): void;
  dismissGap(): void;
  retry(): void;
}

/** The messages of a room: its history, and what is said from now on. */
export function useMessages(live: Live | undefined, token: string, roomId: string): Messages {
  const [messages, setMessages] = useState<readonly Message[]>();
  const [hasGap, setHasGap] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [attempt, retry] = useReducer((count: number) => count + 1, 0);
  const add = useCallback(
    (more: readonly Message[]) => setMessages((known = []) => mergeMessages(known, more)),
    [],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another subscription.
  useEffect(() => {
    if (!live) return;
    const leaving = new AbortController();
    const { signal } = leaving;

    function fail(error: unknown): void {
      if (!signal.aborted) setProblem(problemOf(error));
    }

    async function loadHistory(): Promise<void> {
      const { room } = await request(roomMessages, { roomId }, { token, signal });
      if (!signal.aborted) add(room?.messages ?? []);
    }

    const results = live.client.iterate({ query: messageAdded, variables: { roomId } });
    async function follow(): Promise<void> {
      for await (const result of results) {
        if (isLostResults(result)) setHasGap(true);
        if (result.errors) fail(result.errors);
        if (result.data) add([result.data.messageAdded]);
      }
    }

    setProblem(undefined);
    // Only once the subscription stands does the history reach up to it, and after a reconnect again. Before that it
    // is loaded just so that there is something to read.
    const stopListening = live.onAnswer(() => void loadHistory().catch(fail));
    loadHistory().catch(fail);
    follow().catch(fail);
    return () => {
      leaving.abort();
      stopListening();
      void results.return?.();
    };
  }, [live, token, roomId, attempt, add]);

  return { messages, hasGap, problem, add, dismissGap: () => setHasGap(false), retry };
}
