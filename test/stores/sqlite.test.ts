import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { storeContract } from '../contracts/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
afterAll(() => rmSync(folder, { recursive: true }));

// #region contract
storeContract('SQLite file', ({ space, now }) =>
  createSqliteStore({ location: join(folder, `${space}.db`), now }),
);
// #endregion contract
storeContract('SQLite memory', ({ now }) => createSqliteStore({ location: ':memory:', now }), {
  shared: false,
});
