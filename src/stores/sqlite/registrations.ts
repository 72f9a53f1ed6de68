import { setImmediate } from 'node:timers/promises';
import type { Dialect, Operation, Registration, Registrations, Subscribed } from '../../core/index.ts';
import { momentAfter } from '../limits.ts';
import type { Database } from './database.ts';
import type { SqliteEnvironment } from './environment.ts';
import { createGenerationSweep, generationReader } from './generations.ts';

/** Rows per step. SQLite blocks the process, so other work runs between steps. */
const page = 500;

export function createRegistrations(database: Database, { now, newId }: SqliteEnvironment): Registrations {
  const generationOf = generationReader(database);
  const sweepGenerations = createGenerationSweep(database);
  const operations = operationStatements(database);
  const registrations = registrationStatements(database);
  const holdings = holdingStatements(database);

  const recreateOperation = (operation: Operation) => {
    // Delete the old log too. The operation was not executed in the meantime, so its old positions are not valid.
    operations.delete.run(operation.id);
    return operations.insert.get(operation.id, operation.topic, JSON.stringify(operation), newId());
  };

  const sweepPage = (at: number): number =>
    database.write(() => {
      const expired = registrations.expired.all(at, page);
      for (const { operation, channel } of expired) registrations.delete.run(operation, channel);
      for (const key of new Set(expired.map(({ operation }) => operation))) operations.end.run(key);
      return expired.length;
    });

  return {
    add: async (operation, { channel, dialect }, ttl) =>
      database.write(() => {
        if (generationOf(operation.topic) !== operation.generation) return undefined;
        const at = now();
        const row = operations.alive.get(operation.id, at) ?? recreateOperation(operation);
        if (!row) throw new Error(`SQLite inserted ${operation.id} and returned no row.`);
        registrations.put.run(row.key, channel, dialect, momentAfter(at, ttl));
        return { epoch: row.epoch, offset: row.top };
      }),

    byTopic: async (topic) => subscribedOf(database.run(() => registrations.byTopic.all(topic, now()))),

    byChannel: async (channel) =>
      database
        .run(() => registrations.byChannel.all(channel, now()))
        .map(({ definition }) => operationOf(definition)),

    expireIn: async (channel, ttl) => {
      const at = now();
      database.run(() => registrations.moveExpiry.run(momentAfter(at, ttl), channel, at));
    },

    remove: async (channel) =>
      database.write(() => {
        const removed = registrations.deleteByChannel.all(channel);
        for (const { operation } of removed) operations.end.run(operation);
      }),

    hasRoom: async ({ id, topic }, limit) =>
      database.read(() => {
        const at = now();
        return (
          operations.alive.get(id, at) !== undefined || (operations.count.get(topic, at)?.n ?? 0) < limit
        );
      }),

    hold: async (holder, what, { limit, ttl }) =>
      database.write(() => {
        const at = now();
        const others = holdings.others.get(holder, what, at)?.n ?? 0;
        if (others >= limit) return false;
        holdings.put.run(holder, what, momentAfter(at, ttl));
        return true;
      }),

    async *all() {
      // Read in pages: one long read would keep SQLite from truncating its write-ahead log.
      let [operation, channel] = [0, ''];
      for (;;) {
        const at = now();
        const rows = database.run(() => registrations.after.all(operation, channel, at, page));
        for (const { key, expiresAt, ...registration } of rows)
          yield { ...registration, expiresIn: expiresAt - at };
        const last = rows.at(-1);
        if (!last) return;
        [operation, channel] = [last.key, last.channel];
        await setImmediate();
      }
    },

    sweep: async () => {
      const at = now();
      let swept = 0;
      for (;;) {
        const count = sweepPage(at);
        swept += count;
        if (count < page) break;
        await setImmediate();
      }
      while (Number(database.run(() => holdings.sweep.run(at, page)).changes) === page) await setImmediate();
      sweepGenerations(at);
      return swept;
    },
  };
}

interface SubscribedRow {
  key: number;
  definition: string;
  channel: string;
  dialect: Dialect;
}

/** Groups rows by operation. The rows of one operation must be adjacent. */
function subscribedOf(rows: SubscribedRow[]): Subscribed[] {
  const subscribed: {
    key: number;
    operation: Operation;
    channels: { channel: string; dialect: Dialect }[];
  }[] = [];
  for (const { key, definition, channel, dialect } of rows) {
    const last = subscribed.at(-1);
    if (last?.key === key) last.channels.push({ channel, dialect });
    else subscribed.push({ key, operation: operationOf(definition), channels: [{ channel, dialect }] });
  }
  return subscribed.map(({ operation, channels }) => ({ operation, channels }));
}

function operationOf(definition: string): Operation {
  return JSON.parse(definition);
}

function operationStatements(database: Database) {
  interface Numbering {
    key: number;
    epoch: string;
    top: number;
  }
  return {
    alive: database.prepare<Numbering>(`
      SELECT key, epoch, top FROM operations WHERE id = ?
      AND EXISTS (SELECT 1 FROM registrations WHERE operation = key AND expires_at > ?)
    `),
    count: database.prepare<{ n: number }>(`
      SELECT count(*) AS n FROM operations WHERE topic = ?
      AND EXISTS (SELECT 1 FROM registrations WHERE operation = key AND expires_at > ?)
    `),
    insert: database.prepare<Numbering>(`
      INSERT INTO operations (id, topic, definition, epoch) VALUES (?, ?, ?, ?) RETURNING key, epoch, top
    `),
    delete: database.prepare('DELETE FROM operations WHERE id = ?'),
    /** Deletes the operation and its log if it has no registration left. */
    end: database.prepare(`
      DELETE FROM operations WHERE key = ? AND NOT EXISTS (SELECT 1 FROM registrations WHERE operation = key)
    `),
  };
}

function holdingStatements(database: Database) {
  return {
    others: database.prepare<{ n: number }>(
      'SELECT count(*) AS n FROM holdings WHERE holder = ? AND what <> ? AND expires_at > ?',
    ),
    put: database.prepare(`
      INSERT INTO holdings (holder, what, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (holder, what) DO UPDATE SET expires_at = max(expires_at, excluded.expires_at)
    `),
    sweep: database.prepare(`
      DELETE FROM holdings WHERE (holder, what) IN
      (SELECT holder, what FROM holdings WHERE expires_at <= ? LIMIT ?)
    `),
  };
}

function registrationStatements(database: Database) {
  return {
    put: database.prepare(`
      INSERT INTO registrations (operation, channel, dialect, expires_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (operation, channel) DO UPDATE SET
        dialect = excluded.dialect, expires_at = max(expires_at, excluded.expires_at)
    `),
    byTopic: database.prepare<SubscribedRow>(`
      SELECT key, definition, channel, dialect FROM operations JOIN registrations ON operation = key
      WHERE topic = ? AND expires_at > ? ORDER BY key
    `),
    byChannel: database.prepare<{ definition: string }>(`
      SELECT definition FROM registrations JOIN operations ON operation = key
      WHERE channel = ? AND expires_at > ?
    `),
    moveExpiry: database.prepare(
      'UPDATE registrations SET expires_at = ? WHERE channel = ? AND expires_at > ?',
    ),
    deleteByChannel: database.prepare<{ operation: number }>(
      'DELETE FROM registrations WHERE channel = ? RETURNING operation',
    ),
    expired: database.prepare<{ operation: number; channel: string }>(
      'SELECT operation, channel FROM registrations WHERE expires_at <= ? LIMIT ?',
    ),
    delete: database.prepare('DELETE FROM registrations WHERE operation = ? AND channel = ?'),
    after: database.prepare<Omit<Registration, 'expiresIn'> & { key: number; expiresAt: number }>(`
      SELECT key, channel, id AS operation, topic, dialect, expires_at AS expiresAt
      FROM registrations JOIN operations ON registrations.operation = key
      WHERE (registrations.operation, channel) > (?, ?) AND expires_at > ?
      ORDER BY registrations.operation, channel LIMIT ?
    `),
  };
}
