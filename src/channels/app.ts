import { type Channel, createEventCache, type EventCache, type ServerEvent } from './channel/index.ts';
import type { Connection, Counters } from './connection/index.ts';
import type { AppSettings, Settings } from './options.ts';
import { createWebhooks, type Webhooks } from './webhook/index.ts';

/** The state of one app. Apps share nothing but the port. */
export interface App {
  readonly settings: AppSettings;
  readonly server: Settings;
  readonly counters: Counters;
  /** Monotonic clock in ms, for durations. Signatures and webhooks use `server.now()`. */
  readonly now: () => number;
  /** By socket id. */
  readonly connections: Map<string, Connection>;
  /** By name. Only channels that have subscribers. */
  readonly channels: Map<string, Channel>;
  /** Signed-in connections, by user id. */
  readonly users: Map<string, Set<Connection>>;
  /** Connections whose watchlist contains a user, by the user's id. */
  readonly watchers: Map<string, Set<Connection>>;
  readonly cache: EventCache;
  /** Events published in this turn of the event loop, in order. */
  readonly pendingEvents: ServerEvent[];
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
    pendingEvents: [],
    cache: createEventCache(server.cacheTtl, server.steadyNow),
    webhooks: createWebhooks(settings, server, counters),
  };
}

/** Adds a value to the set under `key`. Returns `true` if it is the only value of the set. */
export function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): boolean {
  const set = sets.get(key);
  if (set) {
    set.add(value);
    return false;
  }
  sets.set(key, new Set([value]));
  return true;
}

/** Removes a value from the set under `key`. Returns `true` if it was the last value of the set. */
export function removeFrom<K, V>(sets: Map<K, Set<V>>, key: K, value: V): boolean {
  const set = sets.get(key);
  if (!set?.delete(value) || set.size > 0) return false;
  sets.delete(key);
  return true;
}
