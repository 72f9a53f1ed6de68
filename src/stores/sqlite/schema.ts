/**
 * Migrations. Step `n` upgrades a file from `PRAGMA user_version` n to n + 1. Never edit a released step; append a new
 * one instead.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE generations (
    topic TEXT PRIMARY KEY,
    generation TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The numbering (epoch, top) is part of the operation's row, and results reference that row. Deleting an operation
  -- therefore deletes its numbering, its results and its registrations together.
  CREATE TABLE operations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    topic TEXT NOT NULL,
    definition TEXT NOT NULL,
    epoch TEXT NOT NULL,
    top INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX operations_by_topic ON operations (topic);

  CREATE TABLE registrations (
    operation INTEGER NOT NULL REFERENCES operations (key) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    dialect TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (operation, channel)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX registrations_by_channel ON registrations (channel);
  CREATE INDEX registrations_by_expiry ON registrations (expires_at);

  CREATE TABLE results (
    operation INTEGER NOT NULL REFERENCES operations (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (operation, number)
  ) STRICT;
  CREATE UNIQUE INDEX results_by_event ON results (operation, event_id);

  -- AUTOINCREMENT never reuses a sequence number, so the numbers follow the order of arrival.
  CREATE TABLE mail (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (topic, id)
  ) STRICT;
  CREATE INDEX mail_by_topic ON mail (topic, sequence);

  CREATE TABLE leases (
    topic TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE dead_letters (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What each holder uses, to enforce quotas.
  CREATE TABLE holdings (
    holder TEXT NOT NULL,
    what TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (holder, what)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holdings_by_expiry ON holdings (expires_at);
  `,
  'ALTER TABLE generations ADD COLUMN began_at INTEGER NOT NULL DEFAULT 0',
];
