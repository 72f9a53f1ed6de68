import { type App, addTo, removeFrom } from '../app.ts';
import { broadcast } from '../channel/index.ts';
import { type Connection, errorCode, type Frame, messageFrame, protocolEvent } from '../connection/index.ts';

type Presence = 'online' | 'offline';

/** Sends the connection the online status of its watchlist, and subscribes it to later changes. */
export function startWatching(app: App, connection: Connection, requestedLength: number): void {
  const watchlist = connection.user?.watchlist ?? [];
  if (requestedLength > watchlist.length) {
    const message = `The watchlist has ${requestedLength} users. The maximum is ${watchlist.length}, and the others are ignored.`;
    connection.send({ event: protocolEvent.error, data: { code: errorCode.watchlistTooLong, message } });
  }
  if (watchlist.length === 0) return;
  for (const id of watchlist) addTo(app.watchers, id, connection);
  const { online = [], offline = [] } = Object.groupBy(watchlist, (id) =>
    app.users.has(id) ? 'online' : 'offline',
  );
  const events = [
    { name: 'online', user_ids: online },
    { name: 'offline', user_ids: offline },
  ].filter(({ user_ids }) => user_ids.length > 0);
  connection.write(watchlistFrame(events));
}

export function stopWatching(app: App, connection: Connection): void {
  for (const id of connection.user?.watchlist ?? []) removeFrom(app.watchers, id, connection);
}

/** Reports the online status of a user to the connections that watch it. */
export function announceUser(app: App, userId: string, name: Presence): void {
  const watchers = app.watchers.get(userId);
  if (watchers) broadcast(watchers, watchlistFrame([{ name, user_ids: [userId] }]));
}

function watchlistFrame(events: readonly { name: string; user_ids: readonly string[] }[]): Frame {
  return messageFrame({ event: protocolEvent.watchlist, data: JSON.stringify({ events }) });
}
