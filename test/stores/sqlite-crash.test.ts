import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/ports/store.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { operationOn } from '../contracts/store/harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a writer said that the store has acknowledged. */
interface Acknowledged {
  /** Events that were appended to the mailbox. */
  readonly mail: Set<string>;
  /** Events whose result was logged, with the number. */
  readonly numbers: Map<string, number>;
  /** Events that the writer was about to take out of the mailbox, so that they may be there or not. */
  readonly finishing: Set<string>;
  /** Events that it took out. */
  readonly done: Set<string>;
}

/** Runs a writer (`sqlite-writer.ts`), kills it after some acknowledgements, and notes them. */
async function writeUntilKilled(
  location: string,
  topic: string,
  round: number,
  { mail, numbers, finishing, done }: Acknowledged,
): Promise<void> {
  const script = join(import.meta.dirname, 'sqlite-writer.ts');
  const args = ['--conditions=graphql-pusher-source', script, location, topic, String(round)];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const enough = 20 + Math.floor(Math.random() * 400);
  let lines = 0;
  try {
    // What was said before the signal came counts, whenever we read it.
    for await (const line of createInterface(writer.stdout)) {
      lines += 1;
      if (lines === enough) writer.kill('SIGKILL');
      const [word, id = '', value] = line.split(' ');
      if (word === 'mail') mail.add(id);
      if (word === 'log') numbers.set(id, Number(value));
      if (word === 'finishing') finishing.add(id);
      if (word === 'done') done.add(id);
    }
  } finally {
    writer.kill('SIGKILL');
  }
  if (lines < enough) throw new Error('The writer ended by itself.');
}

async function expectAll(store: Store, topic: string, acknowledged: Acknowledged): Promise<void> {
  const { mail, numbers, finishing, done } = acknowledged;
  const operation = operationOn(topic);
  const subscribed = await store.registrations.byTopic(topic);
  expect(subscribed.map((each) => each.operation)).toEqual([operation]);

  const { top } = (await store.logs.since(operation, { epoch: '', offset: 0 })) ?? {};
  const log = await store.logs.since(operation, { epoch: top?.epoch ?? '', offset: 0 });
  const logged = new Map(log?.entries?.map(({ eventId, position }) => [eventId, position.offset]));
  expect([...logged.values()]).toEqual(Array.from({ length: top?.offset ?? -1 }, (_, n) => n + 1));
  expect([...numbers].filter(([id, number]) => logged.get(id) !== number)).toEqual([]);

  const acquired = await store.mailboxes.acquire(topic, 0, 100_000);
  if (!acquired) throw new Error(`${topic} has a holder.`);
  const waiting = new Set(acquired.events.map(({ id }) => id));
  expect([...mail].filter((id) => !waiting.has(id) && !finishing.has(id))).toEqual([]);
  expect([...done].filter((id) => waiting.has(id))).toEqual([]);
}

describe('a SQLite store whose processes are killed while they write', () => {
  it('has everything that it acknowledged, numbered without a hole', async () => {
    const location = join(folder, 'made-by-the-store', 'gateway.db');
    const topics = ['a', 'b', 'c'].map((topic) => ({
      topic,
      acknowledged: {
        mail: new Set(),
        numbers: new Map(),
        finishing: new Set(),
        done: new Set(),
      } as Acknowledged,
    }));
    for (let round = 0; round < 4; round++) {
      // Three at once, on a file that does not exist in the first round.
      await Promise.all(
        topics.map(({ topic, acknowledged }) => writeUntilKilled(location, topic, round, acknowledged)),
      );
      const store = createSqliteStore(location);
      for (const { topic, acknowledged } of topics) await expectAll(store, topic, acknowledged);
      await store.close();
    }
    for (const { acknowledged } of topics) {
      expect(acknowledged.numbers.size).toBeGreaterThan(20);
      expect(acknowledged.done.size).toBeGreaterThan(10);
    }
    const database = new DatabaseSync(location);
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
  });
});
