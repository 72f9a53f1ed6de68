import type { App } from '../app.ts';
import type { Connection } from '../connection/index.ts';
import { signOut } from './sign-in.ts';
import { unsubscribe } from './unsubscribe.ts';

/** Removes a connection from the app. Calling it twice is not an error: both sides may close the connection at the same time. */
export function leave(app: App, connection: Connection): void {
  if (!app.connections.delete(connection.socketId)) return;
  connection.markClosed();
  for (const channel of [...connection.joined.keys()]) unsubscribe(app, connection, channel);
  signOut(app, connection);
}

/** Closes a connection and removes it from the app immediately, without waiting for the client's close frame. */
export function disconnect(app: App, connection: Connection, code: number, reason: string): void {
  connection.close(code, reason);
  leave(app, connection);
}
