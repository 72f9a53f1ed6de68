import type { DeadLetter, MailboxEvent, Mailboxes } from '../../core/index.ts';
import { maxDeadLetters, momentAfter } from '../limits.ts';
import type { Database } from './database.ts';
import type { SqliteEnvironment } from './environment.ts';
import { leaseCheck } from './lease.ts';

export function createMailboxes(database: Database, { now, newId }: SqliteEnvironment): Mailboxes {
  const isHeld = leaseCheck(database);
  const leases = leaseStatements(database);
  const mail = mailStatements(database);
  const deadLetters = deadLetterStatements(database);
  const oldest = (topic: string, limit: number) =>
    mail.oldest.all(topic, limit).map(({ id, body }) => ({ id, body }));

  return {
    append: async (topic, { id, body }) => {
      database.run(() => mail.insert.run(topic, id, body));
    },

    acquire: async (topic, ttl, limit) =>
      database.write(() => {
        const at = now();
        const row = leases.take.get(topic, newId(), momentAfter(at, ttl), at);
        return row && { lease: { topic, token: row.token }, events: oldest(topic, limit) };
      }),

    take: async (lease, limit, ttl) =>
      database.write(() => {
        const { changes } = leases.renew.run(momentAfter(now(), ttl), lease.topic, lease.token);
        if (Number(changes) === 0) return undefined;
        return oldest(lease.topic, limit);
      }),

    acknowledge: async (lease, ids) =>
      database.write(() => {
        if (!isHeld(lease)) return 'lost';
        for (const id of ids) mail.delete.run(lease.topic, id);
        if (mail.oldest.get(lease.topic, 1)) return 'kept';
        leases.release.run(lease.topic, lease.token);
        return 'free';
      }),

    setAside: async (lease, id, reason) =>
      database.write(() => {
        if (!isHeld(lease)) return false;
        const event = mail.delete.all(lease.topic, id).at(0);
        if (!event) return true;
        deadLetters.insert.run(lease.topic, id, event.body, reason, now());
        deadLetters.trim.run(maxDeadLetters);
        return true;
      }),

    release: async (lease) => {
      database.run(() => leases.release.run(lease.topic, lease.token));
    },

    depth: async (topic) => database.run(() => mail.count.get(topic))?.depth ?? 0,

    async *waiting() {
      for (const { topic } of database.run(() => mail.waiting.all(now()))) yield topic;
    },

    deadLetters: async (limit) =>
      database.run(() => deadLetters.newest.all(limit)).map((letter) => ({ ...letter })),
  };
}

function leaseStatements(database: Database) {
  return {
    take: database.prepare<{ token: string }>(`
      INSERT INTO leases (topic, token, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (topic) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at
      WHERE leases.expires_at <= ?
      RETURNING token
    `),
    renew: database.prepare('UPDATE leases SET expires_at = ? WHERE topic = ? AND token = ?'),
    release: database.prepare('DELETE FROM leases WHERE topic = ? AND token = ?'),
  };
}

function mailStatements(database: Database) {
  return {
    insert: database.prepare(`
      INSERT INTO mail (topic, id, body) VALUES (?, ?, ?) ON CONFLICT (topic, id) DO NOTHING
    `),
    oldest: database.prepare<MailboxEvent>(
      'SELECT id, body FROM mail WHERE topic = ? ORDER BY sequence LIMIT ?',
    ),
    delete: database.prepare<MailboxEvent>('DELETE FROM mail WHERE topic = ? AND id = ? RETURNING id, body'),
    count: database.prepare<{ depth: number }>('SELECT count(*) AS depth FROM mail WHERE topic = ?'),
    waiting: database.prepare<{ topic: string }>(`
      SELECT DISTINCT topic FROM mail
      WHERE NOT EXISTS (SELECT 1 FROM leases WHERE leases.topic = mail.topic AND expires_at > ?)
    `),
  };
}

function deadLetterStatements(database: Database) {
  return {
    insert: database.prepare('INSERT INTO dead_letters (topic, id, body, reason, at) VALUES (?, ?, ?, ?, ?)'),
    trim: database.prepare(`
      DELETE FROM dead_letters WHERE sequence <= (SELECT max(sequence) FROM dead_letters) - ?
    `),
    newest: database.prepare<DeadLetter>(`
      SELECT topic, id, body, reason, at FROM dead_letters ORDER BY sequence DESC LIMIT ?
    `),
  };
}
