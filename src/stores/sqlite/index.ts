/** `graphql-pusher/sqlite`: the embedded store. */
export { createSqliteStore, type SqliteStoreOptions } from './create-sqlite-store.ts';
