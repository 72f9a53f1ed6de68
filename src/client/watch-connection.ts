import { wrapAuthorizer } from './channel-authorizer.ts';
import type { Events } from './client-events.ts';
import type { PusherInstance } from './pusher-instance.ts';

export interface ConnectionListeners {
  onConnected: () => void;
  /** There will be no connection: Pusher refused it for good, or none is possible here. */
  onHopeless: (error: Error) => void;
}

/** Tells what becomes of the connection, first of all what it is now. Returns how to stop. */
export function watchConnection(
  pusher: PusherInstance,
  events: Events,
  { onConnected, onHopeless }: ConnectionListeners,
): () => void {
  const { connection } = pusher;
  let wasConnected = false;
  let refusal: Error | undefined;

  function tell(state: string): void {
    if (state === 'connecting') {
      events.emit('connecting', wasConnected);
    } else if (state === 'connected') {
      events.emit('opened', pusher);
      events.emit('connected', pusher, undefined, wasConnected);
      wasConnected = true;
      onConnected();
    } else if (state === 'failed') {
      onHopeless(new Error('pusher-js finds no transport that works here.'));
    } else if (state === 'disconnected' && refusal) {
      onHopeless(refusal);
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
    connection.unbind('state_change', changed);
    connection.unbind('connected', connected);
    connection.unbind('error', failed);
  };
}

/** What pusher-js emits as `error`: what Pusher said, wrapped once more where the connection was closed with it. */
interface ConnectionError {
  data?: { code?: number; message?: string };
  error?: ConnectionError;
}
