/** Subscriptions over Pusher, with the same client as in applications. */

import { type Client, createClient } from '../../client/index.ts';
import { grantOf, iterate } from '../../client/internal.ts';
import type { Grant } from '../../protocol/index.ts';
import { addResult, type Results } from '../state/results.ts';
import { initialStatus, type Status, updateStatus } from '../state/status.ts';
import type { ValueStore } from '../state/value-store.ts';
import type { Headers, Subscriber } from './subscriber.ts';

export function createPusherSubscriber(
  url: string,
  status: ValueStore<Status>,
  results: ValueStore<Results>,
): Subscriber {
  /** The client for the current headers. It authorizes with them again after a reconnect, so new headers need a new client. */
  let current: { client: Client; headers: string } | undefined;
  let connection: Status['connection'] = 'none';

  function setConnection(next: Status['connection']): void {
    connection = next;
    // The Pusher connection stays open after a switch to server-sent events. The status then shows the other transport.
    if (status.read().transport === 'pusher') updateStatus(status, { connection });
  }

  function clientFor(headers: Headers): Client {
    const key = JSON.stringify(headers);
    if (current?.headers === key) return current.client;
    current?.client.dispose();
    setConnection('connecting');
    const client = createClient({
      url,
      headers,
      // Few attempts: the user is watching, and needs to see the error soon.
      retryAttempts: 2,
      fetch: watchGrants(({ channel, position }) => {
        const known = status.read();
        if (known.channel !== channel) updateStatus(status, { channel, position });
      }),
      on: {
        connecting: (isRetry) => setConnection(isRetry ? 'lost' : 'connecting'),
        connected: () => setConnection('connected'),
        closed: () => setConnection('lost'),
        message: ({ channel, position }) =>
          updateStatus(status, { channel, position, results: status.read().results + 1 }),
        gap: ({ channel, from, to }) => updateStatus(status, { channel, position: to, lost: { from, to } }),
        error: (error) => console.warn('Pusher:', error),
      },
    });
    current = { client, headers: key };
    return client;
  }

  return (params, headers) => {
    status.write({ ...initialStatus('pusher'), connection });
    results.write([]);
    const client = clientFor(headers);
    const ended = (): void => updateStatus(status, { isSubscribed: false });
    return iterate((sink) =>
      client.subscribe(params, {
        next: (result) => {
          addResult(results, result);
          sink.next(result);
        },
        ready: () => updateStatus(status, { isSubscribed: true }),
        error: (error) => {
          ended();
          if (connection === 'connecting') setConnection('none');
          sink.error(error);
        },
        complete: () => {
          ended();
          sink.complete();
        },
      }),
    );
  };
}

/**
 * Returns a `fetch` that calls `onGrant` for each grant in a response. The client itself reports a channel only with
 * the first result.
 */
function watchGrants(onGrant: (grant: Grant) => void): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const text = await response.clone().text();
    const grant = grantIn(text);
    if (grant) onGrant(grant);
    return response;
  };
}

function grantIn(text: string): Grant | undefined {
  try {
    return grantOf(JSON.parse(text));
  } catch {
    // Not JSON. The client reads the same response and reports the error.
    return undefined;
  }
}
