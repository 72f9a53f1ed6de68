import { type Client, isLostResults } from 'graphql-pusher/client';
import { useCallback, useEffect, useReducer, useState } from 'react';
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
export function useMessages(client: Client | undefined, token: string, roomId: string): Messages {
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
    if (!client) return;
    const leaving = new AbortController();
    const { signal } = leaving;

    function fail(error: unknown): void {
      if (!signal.aborted) setProblem(problemOf(error));
    }

    async function loadHistory(): Promise<void> {
      const { room } = await request(roomMessages, { roomId }, { token, signal });
      if (!signal.aborted) add(room?.messages ?? []);
    }

    function reloadHistory(): void {
      loadHistory().catch(fail);
    }

    setProblem(undefined);
    const dispose = client.subscribe(
      { query: messageAdded, variables: { roomId } },
      {
        // What was said before the subscription stood is in the history from here on; also after a reconnect.
        ready: reloadHistory,
        next: (result) => {
          if (isLostResults(result)) {
            setHasGap(true);
            reloadHistory();
          }
          if (result.errors) fail(result.errors);
          if (result.data) add([result.data.messageAdded]);
        },
        error: fail,
        complete: () => undefined,
      },
    );
    // So that there is something to read meanwhile, and without Pusher.
    reloadHistory();
    return () => {
      leaving.abort();
      dispose();
    };
  }, [client, token, roomId, attempt, add]);

  return { messages, hasGap, problem, add, dismissGap: () => setHasGap(false), retry };
}
