import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Message, Room, User } from './model.ts';

/** The chat's own data. A message is durable when `addMessage` returns, also after `kill -9`. */
export interface ChatStore {
  rooms(): Room[];
  room(id: string): Room | undefined;
  /** Saves a user's name. */
  saveUser(user: User): User;
  /** Returns the user. The name of an unknown user is the id. */
  user(id: string): User;
  /** Returns the last `count` messages of a room, oldest first. */
  messages(roomId: string, count: number): Message[];
  addMessage(message: Pick<Message, 'roomId' | 'authorId' | 'text'>): Message;
  /** May be called more than once. */
  close(): void;
}

/** Messages kept per room. The oldest are deleted first. */
const maxMessages = 1_000;

const schema = `
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    roomId TEXT NOT NULL,
    authorId TEXT NOT NULL,
    text TEXT NOT NULL,
    sentAt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messagesByRoom ON messages (roomId, number);
`;

const rooms: ReadonlyMap<string, Room> = new Map([
  ['dogs', { id: 'dogs', name: 'Dogs' }],
  ['secret-projectX', { id: 'secret-projectX', name: 'Project X' }],
]);

/** Opens the SQLite file, and creates it and its folder if they are missing. With `:memory:` nothing is saved. */
export function createChatStore(location: string): ChatStore {
  if (location !== ':memory:') mkdirSync(dirname(location), { recursive: true });
  const database = new DatabaseSync(location);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; ${schema}`);
  const saveName = database.prepare(
    'INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE name <> excluded.name',
  );
  const userById = database.prepare('SELECT id, name FROM users WHERE id = ?');
  const lastMessages = database.prepare(
    `SELECT id, roomId, authorId, text, sentAt FROM
       (SELECT * FROM messages WHERE roomId = ? ORDER BY number DESC LIMIT ?) ORDER BY number`,
  );
  const saveMessage = database.prepare(
    'INSERT INTO messages (id, roomId, authorId, text, sentAt) VALUES (?, ?, ?, ?, ?)',
  );
  const deleteOldest = database.prepare(
    `DELETE FROM messages WHERE roomId = ? AND number <=
       (SELECT number FROM messages WHERE roomId = ? ORDER BY number DESC LIMIT 1 OFFSET ${maxMessages})`,
  );

  return {
    rooms: () => [...rooms.values()],
    room: (id) => rooms.get(id),
    saveUser(user) {
      saveName.run(user.id, user.name);
      return user;
    },
    user: (id) => (userById.get(id) as User | undefined) ?? { id, name: id },
    messages: (roomId, count) =>
      count > 0
        ? lastMessages
            .all(roomId, Math.min(count, maxMessages))
            .map((row) => ({ ...row }) as unknown as Message)
        : [],
    addMessage(message) {
      const added = { ...message, id: randomUUID(), sentAt: new Date().toISOString() };
      const { id, roomId, authorId, text, sentAt } = added;
      saveMessage.run(id, roomId, authorId, text, sentAt);
      deleteOldest.run(roomId, roomId);
      return added;
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}
