/** Subscriptions over server-sent events: what a gateway offers to whoever has no Pusher. */

import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ExecutionResult, Sink } from '../client/index.ts';
import { iterate } from '../client/internal.ts';
import type { Held } from './held.ts';
import { postOperation } from './post-operation.ts';
import { amend, freshStatus, type Status } from './status.ts';
import type { Subscriber } from './subscriber.ts';

export function createEventSubscriber(url: string, status: Held<Status>): Subscriber {
  return (params, headers) => {
    status.write({ ...freshStatus('sse'), connection: 'connecting' });

    async function follow(sink: Sink<ExecutionResult>, signal: AbortSignal): Promise<void> {
      const response = await postOperation(url, params, { ...headers, accept: 'text/event-stream' }, signal);
      const { body } = response;
      if (!body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw await refusalIn(response);
      }
      amend(status, { connection: 'connected', isSubscribed: true });
      const events = body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())
        .getReader();
      // Safari cannot loop over a stream.
      for (let { done, value } = await events.read(); !done; { done, value } = await events.read()) {
        if (value?.event === 'complete') return;
        if (value?.event !== 'next') continue;
        amend(status, { results: status.read().results + 1 });
        sink.next(JSON.parse(value.data));
      }
      throw new Error('The server has closed the connection.');
    }

    return iterate((sink) => {
      const control = new AbortController();
      const end = (connection: Status['connection'], tell: () => void): void => {
        if (!control.signal.aborted) amend(status, { connection, isSubscribed: false });
        tell();
      };
      follow(sink, control.signal).then(
        () => end('none', () => sink.complete()),
        (error) => end('none', () => sink.error(error)),
      );
      return () => {
        end('none', () => control.abort());
      };
    });
  };
}

/** What the server answered instead of a stream: GraphQL errors as an array, or an `Error`. */
async function refusalIn(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly unknown[] };
    if (errors) return errors;
  } catch {
    // Not JSON; the text says more than the parser's complaint.
  }
  return new Error(`The server answered ${response.status}: ${text.slice(0, 500)}`);
}
