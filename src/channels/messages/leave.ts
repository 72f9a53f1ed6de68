import type { App } from '../app.ts';
import type { Connection } from '../connection/index.ts';
import { signOut } from './sign-in.ts';
import { unsubscribe } from './unsubscribe.ts';

/** Clears away all that a connection was part of. Doing it twice is not an error: both sides may hang up at once. */
export function leave(app: App, connection: Connection): void {
  if (!app.connections.delete(connection.socketId)) return;
  connection.ended();
  for (const channel of [...connection.joined.keys()]) unsubscribe(app, connection, channel);
  signOut(app, connection);
}

/** Closes a connection and clears it away at once, without waiting for the client to agree. */
export function disconnect(app: App, connection: Connection, code: number, reason: string): void {
  connection.close(code, reason);
  leave(app, connection);
}
