import type { Events } from '../client-events.ts';
import { type PusherInstance, wrapAuthorizer } from '../pusher/index.ts';
import { jitteredBackoff } from '../retry.ts';

export interface ConnectionListeners {
  onConnected: () => void;
  /** There will be no connection: Pusher refused it for good, or none is possible here. */
  onFatal: (error: Error) => void;
}

/** Tells what becomes of the connection, first of all what it is now. Returns how to stop. */
export function watchConnection(
  pusher: PusherInstance,
  events: Events,
  { onConnected, onFatal }: ConnectionListeners,
): () => void {
  const { connection } = pusher;
  let wasConnected = false;
  let refusal: Error | undefined;
  let isWatching = true;
  /** Our own tries since the connection was lost. */
  let tries = 0;
  let isWaiting = false;

  const isTrying = (): boolean => connection.state === 'connecting' || connection.state === 'unavailable';

  /**
   * Connects anew where pusher-js waits: after a try that failed at once, such as at a server that restarts, it waits
   * for 15 s. Our pauses grow, so that a slow network has time to connect and pusher-js to fall back to HTTP. The first
   * two are 1 to 2 s each, so that a server which is back after a second is found soon even where one try was too early.
   */
  async function tryAgain(): Promise<void> {
    if (isWaiting) return;
    isWaiting = true;
    while (isWatching && isTrying()) {
      await jitteredBackoff(Math.max(1, tries++));
      if (!isWatching || !isTrying()) break;
      pusher.disconnect();
      pusher.connect();
    }
    isWaiting = false;
  }

  function tell(state: string): void {
    if (state === 'connecting') {
      events.emit('connecting', wasConnected);
      if (wasConnected) void tryAgain();
    } else if (state === 'connected') {
      events.emit('opened', pusher);
      events.emit('connected', pusher, undefined, wasConnected);
      wasConnected = true;
      tries = 0;
      onConnected();
    } else if (state === 'unavailable') {
      events.emit('error', unreachable(pusher));
    } else if (state === 'failed') {
      onFatal(new Error('pusher-js finds no transport that works here.'));
    } else if (state === 'disconnected' && refusal) {
      onFatal(refusal);
    }
  }

  function changed(change: unknown): void {
    // `switchCluster` has replaced what we wrapped.
    wrapAuthorizer(pusher);
    const { previous, current } = change as { previous: string; current: string };
    if (previous === 'connected') events.emit('closed', { state: current });
    if (current !== 'connected') tell(current);
  }

  /** After pusher-js itself, which has asked us to authorize its channels by then. */
  function connected(): void {
    tell('connected');
  }

  function failed(error: unknown): void {
    const { data, error: inner } = error as ConnectionError;
    const { code = 0, message } = inner?.data ?? data ?? {};
    if (code >= 4000 && code < 4100) {
      refusal = new Error(`Pusher refused the connection: ${code} ${message}`, { cause: error });
      // pusher-js disconnects at once if this is why; later, the application may for reasons of its own.
      queueMicrotask(() => {
        refusal = undefined;
      });
    }
    events.emit('error', error);
  }

  connection.bind('state_change', changed);
  connection.bind('connected', connected);
  connection.bind('error', failed);
  tell(connection.state);
  return () => {
    isWatching = false;
    connection.unbind('state_change', changed);
    connection.unbind('connected', connected);
    connection.unbind('error', failed);
  };
}

function unreachable({ config: { wsHost, httpHost } }: PusherInstance): Error {
  const hosts = [...new Set([wsHost, httpHost])].filter(Boolean).join(' or ') || 'Pusher';
  return new Error(
    `No connection to ${hosts} over any transport of pusher-js yet. The server is down, or a proxy or firewall blocks ` +
      'WebSockets and HTTP requests to it. The client keeps trying.',
  );
}

/** What pusher-js emits as `error`: what Pusher said, wrapped once more where the connection was closed with it. */
interface ConnectionError {
  data?: { code?: number; message?: string };
  error?: ConnectionError;
}
