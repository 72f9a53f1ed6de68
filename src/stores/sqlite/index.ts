/** `graphql-pusher/sqlite`: the embedded store, for one machine. */
import '../../protocol/node-version.ts';

export { createSqliteStore, type SqliteStoreOptions } from './create-sqlite-store.ts';
