import { type App, addTo, takeFrom } from '../app.ts';
import { broadcast } from '../channel/index.ts';
import { type Connection, errorCode, type Frame, messageFrame, protocolEvent } from '../connection/index.ts';

type Presence = 'online' | 'offline';

/** Tells a connection who of its watchlist is online now, and from now on who comes and goes. */
export function startWatching(app: App, connection: Connection, askedFor: number): void {
  const watchlist = connection.user?.watchlist ?? [];
  if (askedFor > watchlist.length) {
    const message = `A watchlist holds at most ${watchlist.length} users; the other ${askedFor - watchlist.length} were left out.`;
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
  for (const id of connection.user?.watchlist ?? []) takeFrom(app.watchers, id, connection);
}

/** Tells those who watch a user that it came or went. */
export function announceUser(app: App, userId: string, name: Presence): void {
  const watchers = app.watchers.get(userId);
  if (watchers) broadcast(watchers, watchlistFrame([{ name, user_ids: [userId] }]));
}

function watchlistFrame(events: readonly { name: string; user_ids: readonly string[] }[]): Frame {
  return messageFrame({ event: protocolEvent.watchlist, data: JSON.stringify({ events }) });
}
