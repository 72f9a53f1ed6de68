import type { Position, Result } from '../protocol/index.ts';
import type { PusherInstance } from './pusher/index.ts';

/** The client's events and their listeners. Events that graphql-ws also has mean the same as there. */
export interface ClientEvents {
  /** The client is connecting to Pusher. `isRetry`: it was connected before. */
  connecting: (isRetry: boolean) => void;
  /** Emitted together with `connected`: Pusher acknowledges a connection when it opens. */
  opened: (pusher: unknown) => void;
  /** The client is connected. Subscriptions recover automatically. */
  connected: (pusher: PusherInstance, payload: undefined, wasRetry: boolean) => void;
  /** The connection was lost or closed. pusher-js reconnects unless the application called `disconnect`. */
  closed: (event: { state: string }) => void;
  /** A result arrived. Emitted before the sinks receive it. */
  message: (message: { channel: string; position: Position; result: Result }) => void;
  /**
   * An error that no sink receives: an error from Pusher, a malformed message, or an error thrown by a sink or
   * listener. Without an `error` listener, an error thrown by a sink or listener becomes an uncaught exception.
   */
  error: (error: unknown) => void;
  /** Results between the two positions are lost for good. Without `onLost`, the sinks are notified too. */
  gap: (gap: { channel: string; from: Position; to: Position }) => void;
  /** The client has recovered all missed results. */
  recovered: (recovery: { channel: string; from: Position; to: Position }) => void;
  /** Never emitted, because pusher-js sends its own pings. Present for libraries that expect a graphql-ws client. */
  ping: (received: boolean, payload: undefined) => void;
  /** Never emitted. See `ping`. */
  pong: (received: boolean, payload: undefined) => void;
}

export type ClientEvent = keyof ClientEvents;

export interface Events {
  on<Event extends ClientEvent>(event: Event, listener: ClientEvents[Event]): () => void;
  emit<Event extends ClientEvent>(event: Event, ...args: Parameters<ClientEvents[Event]>): void;
  /** Calls application code. An error that it throws must not stop the client or other listeners. */
  guard(run: () => void): void;
}

export function createEvents(initial: Partial<ClientEvents> = {}): Events {
  const listeners = new Set<readonly [event: ClientEvent, listener: (...args: unknown[]) => void]>();

  const events: Events = {
    on: (event, listener) => {
      // A new entry per call: a listener that is added twice is called twice, and removed once.
      const entry = [event, listener as (...args: unknown[]) => void] as const;
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    emit: (event, ...args) => {
      for (const [name, listener] of listeners) {
        if (name !== event) continue;
        if (event === 'error') listener(...args);
        else events.guard(() => listener(...args));
      }
    },
    guard: (run) => {
      try {
        run();
      } catch (error) {
        if ([...listeners].some(([name]) => name === 'error')) events.emit('error', error);
        else
          queueMicrotask(() => {
            throw error;
          });
      }
    },
  };
  for (const [event, listener] of Object.entries(initial)) events.on(event as ClientEvent, listener);
  return events;
}
