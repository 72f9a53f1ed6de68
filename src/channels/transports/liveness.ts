import type { App } from '../app.ts';
import { type Connection, closeCode, messageFrame, protocolEvent } from '../connection/index.ts';
import { disconnect } from '../messages/index.ts';
import type { Settings } from '../options.ts';

const ping = messageFrame({ event: protocolEvent.ping, data: '{}' });

/** Pings idle connections and closes dead ones, with one timer for all apps. Returns a function that stops it. */
export function startLivenessChecks(apps: Iterable<App>, settings: Settings): () => void {
  const { activityTimeout, pongTimeout, inactivityTimeout } = settings;
  // Short enough that no timeout is exceeded by more than a quarter.
  const interval = Math.min(5_000, activityTimeout / 4, pongTimeout / 4, inactivityTimeout / 4);
  const timer = setInterval(() => {
    const now = settings.steadyNow();
    for (const app of apps) {
      for (const connection of app.connections.values()) check(app, connection, now);
      app.cache.sweep();
    }
  }, interval);
  return () => clearInterval(timer);

  function check(app: App, connection: Connection, now: number): void {
    if (connection.busy) connection.activeAt = now;
    connection.busy = false;
    if (connection.pingedAt !== undefined) {
      if (now - connection.pingedAt >= pongTimeout)
        disconnect(app, connection, closeCode.pongTimeout, 'Pong reply not received in time.');
    } else if (now - connection.activeAt >= inactivityTimeout) {
      disconnect(app, connection, closeCode.inactive, 'Closed after inactivity.');
    } else if (now - connection.lastReceivedAt >= activityTimeout) {
      connection.pingedAt = now;
      connection.writeKeepAlive(ping);
    }
  }
}
