/** Subscriptions over server-sent events, the gateway's transport for clients without Pusher. */

import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ExecutionResult, Sink } from '../../client/index.ts';
import { iterate } from '../../client/internal.ts';
import { postOperation } from '../post-operation.ts';
import { addResult, type Results } from '../state/results.ts';
import { initialStatus, type Status, updateStatus } from '../state/status.ts';
import type { ValueStore } from '../state/value-store.ts';
import type { Subscriber } from './subscriber.ts';

export function createEventSubscriber(
  url: string,
  status: ValueStore<Status>,
  results: ValueStore<Results>,
): Subscriber {
  return (params, headers) => {
    status.write({ ...initialStatus('sse'), connection: 'connecting' });
    results.write([]);

    async function receive(sink: Sink<ExecutionResult>, signal: AbortSignal): Promise<void> {
      const response = await postOperation(url, params, { ...headers, accept: 'text/event-stream' }, signal);
      const { body } = response;
      if (!body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw await rejectionIn(response);
      }
      updateStatus(status, { connection: 'connected', isSubscribed: true });
      const events = body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())
        .getReader();
      // Safari does not support `for await` on a stream.
      for (let { done, value } = await events.read(); !done; { done, value } = await events.read()) {
        if (value?.event === 'complete') return;
        if (value?.event !== 'next') continue;
        updateStatus(status, { results: status.read().results + 1 });
        const result: ExecutionResult = JSON.parse(value.data);
        addResult(results, result);
        sink.next(result);
      }
      throw new Error('The server closed the connection before the subscription completed.');
    }

    return iterate((sink) => {
      const control = new AbortController();
      const end = (connection: Status['connection'], notify: () => void): void => {
        if (!control.signal.aborted) updateStatus(status, { connection, isSubscribed: false });
        notify();
      };
      receive(sink, control.signal).then(
        () => end('none', () => sink.complete()),
        (error) => end('none', () => sink.error(error)),
      );
      return () => {
        end('none', () => control.abort());
      };
    });
  };
}

/** Reads a response that is not an event stream. Returns its GraphQL errors as an array, or an `Error`. */
async function rejectionIn(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly unknown[] };
    if (errors) return errors;
  } catch {
    // Not JSON. The error below contains the text.
  }
  return new Error(
    `The server returned ${response.status} instead of an event stream: ${text.slice(0, 500)}`,
  );
}
