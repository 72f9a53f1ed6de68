import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { eventOf, generous, minute, operationOn } from '../contracts/store/harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a writer, kills it after some acknowledgements, and answers them all. */
async function writeUntilKilled(location: string, topic: string, round: number): Promise<string[][]> {
  const writer = spawn(
    process.execPath,
    [
      '--conditions=graphql-pusher-source',
      join(import.meta.dirname, 'sqlite-writer.ts'),
      location,
      topic,
      String(round),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const enough = 20 + Math.floor(Math.random() * 400);
  const lines: string[][] = [];
  // What it says after the signal counts too: it was acknowledged before.
  for await (const line of createInterface(writer.stdout)) {
    lines.push(line.split(' '));
    if (lines.length === enough) writer.kill('SIGKILL');
  }
  if (lines.length < enough) throw new Error('The writer ended by itself.');
  return lines;
}

describe('a SQLite store whose processes are killed while they write', () => {
  it('has everything that it acknowledged, numbered without a hole', async () => {
    const location = join(folder, 'killed', 'gateway.db');
    const topics = ['a', 'b', 'c'];
    const said = new Map<string, string[][]>(topics.map((topic) => [topic, []]));
    const first = new Map<string, string>();

    for (let round = 0; round < 4; round++) {
      // Three at once, on a file that does not exist in the first round.
      await Promise.all(
        topics.map(async (topic) => {
          said.get(topic)?.push(...(await writeUntilKilled(location, topic, round)));
        }),
      );
      const store = createSqliteStore(location);
      for (const topic of topics) {
        const lines = said.get(topic) ?? [];
        const subscribed = await store.registrations.byTopic(topic);
        expect(subscribed).toHaveLength(1);
        const since = await store.logs.since(operationOn(topic), {
          epoch: first.get(topic) ?? '',
          offset: 0,
        });
        if (!since) throw new Error('The operation died.');
        first.set(topic, since.top.epoch);
        const whole = await store.logs.since(operationOn(topic), { ...since.top, offset: 0 });
        const offsets = new Map(whole?.entries?.map((entry) => [entry.eventId, entry.position.offset]));
        // Past 1,000 results the log has dropped the oldest.
        const kept = since.top.offset - generous.results;
        for (const [word, id = '', offset] of lines) {
          if (word === 'log' && Number(offset) > kept && kept <= 0)
            expect(offsets.get(id)).toBe(Number(offset));
        }
        if (since.entries) expect(since.entries).toHaveLength(since.top.offset);

        const lease = await store.mailboxes.acquire(topic, 0);
        if (!lease) throw new Error(`${topic} has a holder.`);
        const waiting = new Map(
          (await store.mailboxes.take(lease, 100_000, 0))?.map((event) => [event.id, event]),
        );
        const done = new Set(lines.flatMap(([word, id]) => (word === 'done' ? id : [])));
        for (const [word, id = ''] of lines) {
          // The last one of each round may have been on its way out.
          if (word === 'mail' && Number(id.split('-')[1]) % 2 === 0)
            expect(waiting.get(id)).toEqual(eventOf(id));
          if (done.has(id)) expect(waiting.has(id)).toBe(false);
        }
      }
      await store.close();
    }
    const database = new DatabaseSync(location);
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
  });
});

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
    // `max_page_count` is of the connection, so a trigger that fails as a full disk does stands in for it.
    const store = createSqliteStore(location);
    const room = operationOn('t');
    const position = await store.registrations.add(room, { channel: 'c', dialect: 'native' }, minute);
    const lease = await store.mailboxes.acquire('t', minute);
    if (!position || !lease) throw new Error('The store refused.');
    const admin = new DatabaseSync(location);
    admin.exec(`CREATE TRIGGER full BEFORE INSERT ON results WHEN new.event_id = 'e2'
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
    const entries = ['e1', 'e2'].map((eventId) => ({ operation: room.id, eventId, body: '1' }));
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
