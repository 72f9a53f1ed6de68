import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { beginTopic, entryOf, eventOf, generous, minute, operationOn } from '../contracts/store/harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a SQLite store', () => {
  const unavailable = { name: 'GatewayError', code: 'STORE_UNAVAILABLE', status: 503 };

  it('answers STORE_UNAVAILABLE with the cause when another process does not let go of the file', async () => {
    const location = join(folder, 'locked.db');
    const store = createSqliteStore({ location, busyTimeout: 50 });
    const other = new DatabaseSync(location);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.mailboxes.append('t', eventOf('e'))).rejects.toMatchObject({
      ...unavailable,
      cause: { message: 'database is locked' },
    });
    other.exec('ROLLBACK');
    other.close();
    await store.mailboxes.append('t', eventOf('e'));
    expect(await store.mailboxes.depth('t')).toBe(1);
    await store.close();
  });

  it('answers STORE_UNAVAILABLE when the disk is full, has changed nothing, and goes on when there is room', async () => {
    const location = join(folder, 'full.db');
    const store = createSqliteStore(location);
    const room = operationOn('t');
    await beginTopic(store, room.topic);
    const position = await store.registrations.add(room, { channel: 'c', dialect: 'native' }, minute);
    const { lease } = (await store.mailboxes.acquire('t', minute, 0)) ?? {};
    if (!position || !lease) throw new Error('The store refused.');
    const admin = new DatabaseSync(location);
    // A disk cannot be filled here; a trigger fails in the middle of the call in its place.
    admin.exec(`CREATE TRIGGER full BEFORE INSERT ON results WHEN new.event_id = 'e2'
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
    const entries = ['e1', 'e2'].map((id) => entryOf(room, id));
    await expect(store.logs.append(lease, entries, generous)).rejects.toMatchObject({
      ...unavailable,
      cause: { message: 'database or disk is full' },
    });
    expect(await store.logs.since(room, position)).toEqual({ top: position, entries: [] });
    admin.exec('DROP TRIGGER full');
    admin.close();
    expect(await store.logs.append(lease, entries, generous)).toHaveLength(2);
    await store.close();
  });

  it('does not open what is no database, and says why', () => {
    expect(() => createSqliteStore(folder)).toThrow(expect.objectContaining(unavailable));
  });

  it('does not open a file that a newer version has written', async () => {
    const location = join(folder, 'newer.db');
    await createSqliteStore(location).close();
    const newer = new DatabaseSync(location);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => createSqliteStore(location)).toThrow('newer version');
  });
});
