import type { Events } from '../client-events.ts';
import { type PusherInstance, wrapAuthorizer } from '../pusher/index.ts';
import { jitteredBackoff } from '../retry.ts';

export interface ConnectionListeners {
  onConnected: () => void;
  /** Called when the client cannot connect: Pusher rejected the connection for good, or no transport works. */
  onFatal: (error: Error) => void;
}

/** Reports the connection's current state and each change of it. Returns a function that stops this. */
export function watchConnection(
  pusher: PusherInstance,
  events: Events,
  { onConnected, onFatal }: ConnectionListeners,
): () => void {
  const { connection } = pusher;
  let wasConnected = false;
  let rejection: Error | undefined;
  let isWatching = true;
  /** Reconnects by this client since the connection was lost. */
  let tries = 0;
  let isWaiting = false;

  const isReconnecting = (): boolean =>
    connection.state === 'connecting' || connection.state === 'unavailable';

  /**
   * Reconnects earlier than pusher-js, which waits 15 s after an attempt that fails at once, such as while the server
   * restarts. The delays grow, so that a slow network has time to connect, and pusher-js time to fall back to HTTP. The
   * first two are 1 to 2 s each, so that the client reconnects soon to a server that restarts within seconds.
   */
  async function reconnect(): Promise<void> {
    if (isWaiting) return;
    isWaiting = true;
    while (isWatching && isReconnecting()) {
      await jitteredBackoff(Math.max(1, tries++));
      if (!isWatching || !isReconnecting()) break;
      pusher.disconnect();
      pusher.connect();
    }
    isWaiting = false;
  }

  function report(state: string): void {
    if (state === 'connecting') {
      events.emit('connecting', wasConnected);
      if (wasConnected) void reconnect();
    } else if (state === 'connected') {
      events.emit('opened', pusher);
      events.emit('connected', pusher, undefined, wasConnected);
      wasConnected = true;
      tries = 0;
      onConnected();
    } else if (state === 'unavailable') {
      events.emit('error', unreachable(pusher));
    } else if (state === 'failed') {
      onFatal(new Error('pusher-js supports no transport here.'));
    } else if (state === 'disconnected' && rejection) {
      onFatal(rejection);
    }
  }

  function changed(change: unknown): void {
    // `switchCluster` removes the wrapper.
    wrapAuthorizer(pusher);
    const { previous, current } = change as { previous: string; current: string };
    if (previous === 'connected') events.emit('closed', { state: current });
    if (current !== 'connected') report(current);
  }

  /** Runs after pusher-js's own listener, which has requested authorization of its channels by then. */
  function connected(): void {
    report('connected');
  }

  function failed(error: unknown): void {
    const { data, error: inner } = error as ConnectionError;
    const { code = 0, message } = inner?.data ?? data ?? {};
    if (code >= 4000 && code < 4100) {
      rejection = new Error(`Pusher rejected the connection: ${code} ${message}`, { cause: error });
      // If this error is the reason, pusher-js disconnects at once. A later `disconnect` has another reason.
      queueMicrotask(() => {
        rejection = undefined;
      });
    }
    events.emit('error', error);
  }

  const forAll = (method: 'bind' | 'unbind'): void => {
    connection[method]('state_change', changed);
    connection[method]('connected', connected);
    connection[method]('error', failed);
  };
  forAll('bind');
  report(connection.state);
  return () => {
    isWatching = false;
    forAll('unbind');
  };
}

function unreachable({ config: { wsHost, httpHost } }: PusherInstance): Error {
  const hosts = [...new Set([wsHost, httpHost])].filter(Boolean).join(' or ') || 'Pusher';
  return new Error(
    `Cannot connect to ${hosts}. The server is down, or a proxy blocks WebSockets and HTTP. The client retries.`,
  );
}

/** The `error` event of pusher-js: Pusher's message, nested in another `error` if it closed the connection. */
interface ConnectionError {
  data?: { code?: number; message?: string };
  error?: ConnectionError;
}
