import type { Position, Result } from '../protocol/index.ts';
import type { PusherInstance } from './pusher/index.ts';

/** Listeners by event. The names that graphql-ws has mean what they mean there. */
export interface ClientEvents {
  /** A connection to Pusher is being made; `isRetry` after there had been one. */
  connecting: (isRetry: boolean) => void;
  /** With `connected`: Pusher opens and acknowledges at once. */
  opened: (pusher: unknown) => void;
  /** There is a connection. Subscriptions catch up by themselves. */
  connected: (pusher: PusherInstance, payload: undefined, wasRetry: boolean) => void;
  /** The connection is lost, or closed. pusher-js makes a new one unless it was told to disconnect. */
  closed: (event: { state: string }) => void;
  /** A result was received, before the sinks get it. */
  message: (message: { channel: string; position: Position; result: Result }) => void;
  /**
   * Something went wrong that no sink tells: Pusher reports an error, a message cannot be read, or a sink or listener
   * threw. Without a listener the last is thrown where nobody catches it, so that it is seen.
   */
  error: (error: unknown) => void;
  /** Results between the two positions are lost for good, which sinks are told unless there is `onLost`. */
  gap: (gap: { channel: string; from: Position; to: Position }) => void;
  /** Results had been missed, and are all there now. */
  recovered: (recovery: { channel: string; from: Position; to: Position }) => void;
  /** Never emitted: pusher-js pings by itself. Here for what expects a client of graphql-ws. */
  ping: (received: boolean, payload: undefined) => void;
  /** Never emitted, as `ping`. */
  pong: (received: boolean, payload: undefined) => void;
}

export type ClientEvent = keyof ClientEvents;

export interface Events {
  on<Event extends ClientEvent>(event: Event, listener: ClientEvents[Event]): () => void;
  emit<Event extends ClientEvent>(event: Event, ...args: Parameters<ClientEvents[Event]>): void;
  /** Runs what the application gave us; what it throws must not stop us or others. */
  guard(run: () => void): void;
}

export function createEvents(initial: Partial<ClientEvents> = {}): Events {
  type Listener = (...args: unknown[]) => void;
  const listeners = new Map<ClientEvent, Set<Listener>>();

  const events: Events = {
    on: (event, listener) => {
      const those = listeners.get(event) ?? new Set();
      listeners.set(event, those);
      // A function of its own, so that one listener added twice is called twice and removed once.
      const each: Listener = (...args) => (listener as Listener)(...args);
      those.add(each);
      return () => those.delete(each);
    },
    emit: (event, ...args) => {
      for (const listener of listeners.get(event) ?? []) {
        if (event === 'error') listener(...args);
        else events.guard(() => listener(...args));
      }
    },
    guard: (run) => {
      try {
        run();
      } catch (error) {
        if (listeners.get('error')?.size) events.emit('error', error);
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
