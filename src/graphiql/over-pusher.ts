/** Subscriptions over Pusher, with the client that applications use. */

import { type Client, createClient } from '../client/index.ts';
import { iterate } from '../client/internal.ts';
import type { Held } from './held.ts';
import { amend, freshStatus, type Status } from './status.ts';
import type { Headers, Subscriber } from './subscriber.ts';
import { watchGrants } from './watch-grants.ts';

export function createPusherSubscriber(url: string, status: Held<Status>): Subscriber {
  /** One client as long as the headers stay the same: it asks with them again when its connection was lost. */
  let current: { client: Client; sent: string } | undefined;
  let connection: Status['connection'] = 'none';

  function tellConnection(next: Status['connection']): void {
    connection = next;
    // The connection stays when somebody has switched to server-sent events.
    if (status.read().carrier === 'pusher') amend(status, { connection });
  }

  function clientFor(headers: Headers): Client {
    const sent = JSON.stringify(headers);
    if (current?.sent === sent) return current.client;
    current?.client.dispose();
    tellConnection('connecting');
    const client = createClient({
      url,
      headers,
      // Somebody sits before the screen, and would rather see why.
      retryAttempts: 2,
      fetch: watchGrants(({ channel, position }) => {
        const known = status.read();
        if (known.channel !== channel) amend(status, { channel, position });
      }),
      on: {
        connecting: (isRetry) => tellConnection(isRetry ? 'lost' : 'connecting'),
        connected: () => tellConnection('connected'),
        closed: () => tellConnection('lost'),
        message: ({ channel, position }) =>
          amend(status, { channel, position, results: status.read().results + 1 }),
        gap: ({ channel, from, to }) => amend(status, { channel, position: to, lost: { from, to } }),
        error: (error) => console.warn('Pusher:', error),
      },
    });
    current = { client, sent };
    return client;
  }

  return (params, headers) => {
    status.write({ ...freshStatus('pusher'), connection });
    const client = clientFor(headers);
    const ended = (): void => amend(status, { isSubscribed: false });
    return iterate((sink) =>
      client.subscribe(params, {
        next: sink.next,
        ready: () => amend(status, { isSubscribed: true }),
        error: (error) => {
          ended();
          if (connection === 'connecting') tellConnection('none');
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
