import { type Channel, createEventCache, type EventCache, type ServerEvent } from './channel/index.ts';
import type { Connection, Counters } from './connection/index.ts';
import type { AppSettings, Settings } from './options.ts';
import { createWebhooks, type Webhooks } from './webhook/index.ts';

/** All that happens in one application. Apps share nothing but the port. */
export interface App {
  readonly settings: AppSettings;
  readonly server: Settings;
  readonly counters: Counters;
  /** Measures durations, in ms; never goes backward. Signatures and webhooks need `server.now()`. */
  readonly now: () => number;
  /** By socket id. */
  readonly connections: Map<string, Connection>;
  /** By name; a channel is here as long as it has subscribers. */
  readonly channels: Map<string, Channel>;
  /** Connections that are signed in, by user id. */
  readonly users: Map<string, Set<Connection>>;
  /** Connections that watch a user, by the user's id. */
  readonly watchers: Map<string, Set<Connection>>;
  readonly cache: EventCache;
  /** Events that came in this turn of the event loop, in their order. */
  readonly arrived: ServerEvent[];
  readonly webhooks: Webhooks;
}

export function createApp(settings: AppSettings, server: Settings, counters: Counters): App {
  return {
    settings,
    server,
    counters,
    now: server.steadyNow,
    connections: new Map(),
    channels: new Map(),
    users: new Map(),
    watchers: new Map(),
    arrived: [],
    cache: createEventCache(server.cacheTtl, server.steadyNow),
    webhooks: createWebhooks(settings, server, counters),
  };
}

/** Adds to a set in a map of sets. Returns whether it is the first there. */
export function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): boolean {
  const set = sets.get(key);
  if (set) {
    set.add(value);
    return false;
  }
  sets.set(key, new Set([value]));
  return true;
}

/** Takes from a set in a map of sets. Returns whether it was the last there. */
export function takeFrom<K, V>(sets: Map<K, Set<V>>, key: K, value: V): boolean {
  const set = sets.get(key);
  if (!set?.delete(value) || set.size > 0) return false;
  sets.delete(key);
  return true;
}
