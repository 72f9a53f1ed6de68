import type { LogEntry, LoggedEntry, Logs, Retention } from '../../core/index.ts';
import type { Position } from '../../protocol/index.ts';
import type { Followers } from '../followers.ts';
import { momentAfter } from '../limits.ts';
import type { Database } from './database.ts';
import type { SqliteEnvironment } from './environment.ts';
import { leaseCheck } from './lease.ts';
import type { OtherWriters } from './other-writers.ts';

export function createLogs(
  database: Database,
  { now, newId }: SqliteEnvironment,
  followers: Followers,
  otherWriters: OtherWriters,
): Logs {
  const isHeld = leaseCheck(database);
  const numbering = numberingStatements(database);
  const results = resultStatements(database);

  /** Returns the numbering of a live operation. Restarts the log first if it ends before `known`. */
  const numberingOf = (id: string, topic: string, at: number, known: Position | undefined) => {
    const row = numbering.alive.get(id, topic, at);
    if (!row || row.epoch !== known?.epoch || row.top >= known.offset) return row;
    const restarted = { key: row.key, epoch: newId(), top: 0 };
    results.dropAll.run(row.key);
    numbering.restart.run(restarted.epoch, row.key);
    return restarted;
  };

  /** Opens the log of a live operation to append results. `close` stores the new offset and drops old results. */
  const openLog = (
    id: string,
    topic: string,
    { at, retention, known }: { at: number; retention: Retention; known: Position | undefined },
  ) => {
    const row = numberingOf(id, topic, at, known);
    if (!row) return undefined;
    let { top } = row;
    return {
      add(entry: LogEntry): LoggedEntry {
        const expiresAt = momentAfter(at, retention.milliseconds);
        const { changes } = results.insert.run(row.key, top + 1, entry.eventId, entry.body, expiresAt);
        if (Number(changes) === 1) {
          top += 1;
          return { ...entry, position: { epoch: row.epoch, offset: top } };
        }
        const before = results.byEvent.get(row.key, entry.eventId);
        if (!before)
          throw new Error(`SQLite reported event ${entry.eventId} as a duplicate, but has no result for it.`);
        return { ...entry, body: before.body, position: { epoch: row.epoch, offset: before.number } };
      },
      close() {
        numbering.setTop.run(top, row.key);
        const kept = results.firstKept.get(row.key, top - retention.results, at, topic);
        results.dropBelow.run(row.key, kept?.number ?? top + 1);
      },
    };
  };

  return {
    append: async (lease, entries, retention, known) => {
      const logged = database.write(() => {
        if (!isHeld(lease)) return undefined;
        const at = now();
        const logs = new Map<string, ReturnType<typeof openLog>>();
        const appended: LoggedEntry[] = [];
        for (const entry of entries) {
          const { operation } = entry;
          if (!logs.has(operation)) {
            const options = { at, retention, known: known?.get(operation) };
            logs.set(operation, openLog(operation, lease.topic, options));
          }
          const log = logs.get(operation);
          if (log) appended.push(log.add(entry));
        }
        for (const log of logs.values()) log?.close();
        return appended;
      });
      for (const operation of new Set(logged?.map((entry) => entry.operation))) followers.wake(operation);
      return logged;
    },

    restart: async ({ id, topic }, known) => {
      const row = database.write(() => numberingOf(id, topic, now(), known));
      if (!row) return undefined;
      if (row.epoch !== known.epoch) followers.wake(id);
      return { epoch: row.epoch, offset: row.top };
    },

    since: async ({ id, topic }, position, maxBytes = Number.POSITIVE_INFINITY) =>
      database.read(() => {
        const at = now();
        const log = numbering.alive.get(id, topic, at);
        if (!log) return undefined;
        const top = { epoch: log.epoch, offset: log.top };
        if (position.epoch !== top.epoch || position.offset > top.offset) return { top, entries: undefined };
        const entries: LoggedEntry[] = [];
        let bytes = 0;
        for (const { number, eventId, body, expiresAt } of results.after.iterate(log.key, position.offset)) {
          bytes += Buffer.byteLength(body);
          if (entries.length > 0 && bytes > maxBytes) return { top, entries };
          // Offsets have no gaps. If the next row does not have the next offset, the result is no longer stored.
          if (number !== position.offset + entries.length + 1 || expiresAt <= at)
            return { top, entries: undefined };
          entries.push({ operation: id, eventId, body, position: { epoch: top.epoch, offset: number } });
        }
        return { top, entries: position.offset + entries.length === top.offset ? entries : undefined };
      }),

    follow: async ({ id }, listener) => {
      const unfollow = followers.add(id, listener);
      try {
        otherWriters.watch();
      } catch (error) {
        unfollow();
        throw error;
      }
      return async () => {
        unfollow();
        otherWriters.watch();
      };
    },
  };
}

function numberingStatements(database: Database) {
  return {
    alive: database.prepare<{ key: number; epoch: string; top: number }>(`
      SELECT key, epoch, top FROM operations WHERE id = ? AND topic = ?
      AND EXISTS (SELECT 1 FROM registrations WHERE operation = key AND expires_at > ?)
    `),
    setTop: database.prepare('UPDATE operations SET top = ? WHERE key = ?'),
    restart: database.prepare('UPDATE operations SET epoch = ?, top = 0 WHERE key = ?'),
  };
}

function resultStatements(database: Database) {
  return {
    insert: database.prepare(`
      INSERT INTO results (operation, number, event_id, body, expires_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (operation, event_id) DO NOTHING
    `),
    byEvent: database.prepare<{ number: number; body: string }>(
      'SELECT number, body FROM results WHERE operation = ? AND event_id = ?',
    ),
    /** The first result to keep: within both limits, or its event is still in the mailbox and can be executed again. */
    firstKept: database.prepare<{ number: number }>(`
      SELECT number FROM results WHERE operation = ? AND (
        (number > ? AND expires_at > ?)
        OR EXISTS (SELECT 1 FROM mail WHERE topic = ? AND id = event_id)
      ) ORDER BY number LIMIT 1
    `),
    dropAll: database.prepare('DELETE FROM results WHERE operation = ?'),
    dropBelow: database.prepare('DELETE FROM results WHERE operation = ? AND number < ?'),
    after: database.prepare<{ number: number; eventId: string; body: string; expiresAt: number }>(`
      SELECT number, event_id AS eventId, body, expires_at AS expiresAt FROM results
      WHERE operation = ? AND number > ? ORDER BY number
    `),
  };
}
