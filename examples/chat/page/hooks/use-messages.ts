import { type Client, isLostResults } from 'graphql-pusher/client';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { type Problem, problemOf } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { type Message, mergeMessages } from '../messages.ts';
import { messageAdded, roomMessages } from '../operations.ts';

export interface Messages {
  /** Oldest first; `undefined` while loading. */
  readonly messages: readonly Message[] | undefined;
  /** Results were lost while the page was offline, and cannot be recovered. */
  readonly hasGap: boolean;
  readonly problem: Problem | undefined;
  /** Adds messages from another source. Messages that are already in the list are not added again. */
  add(messages: readonly Message[]): void;
  dismissGap(): void;
  retry(): void;
}

/** Loads the history of a room and subscribes to new messages. */
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
    const abort = new AbortController();
    const { signal } = abort;

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
        // The history includes all messages before this time. `ready` is also called after a reconnect.
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
    // Show the history before the subscription is ready, and without Pusher.
    reloadHistory();
    return () => {
      abort.abort();
      dispose();
    };
  }, [client, token, roomId, attempt, add]);

  return { messages, hasGap, problem, add, dismissGap: () => setHasGap(false), retry };
}
