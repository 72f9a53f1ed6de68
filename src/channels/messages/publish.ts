import { parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { broadcast, type ServerEvent, userIdOf } from '../channel/index.ts';
import { type Connection, channelFrames } from '../connection/index.ts';

/**
 * Publishes events to the subscribers of their channels. They are written at the end of this turn of the event loop, so
 * that the events of several requests are sent together: one write costs the same for one event as for ten.
 */
export function publish(app: App, events: readonly ServerEvent[]): void {
  if (app.pendingEvents.length === 0) setImmediate(deliverPending, app);
  app.pendingEvents.push(...events);
}

function deliverPending(app: App): void {
  const events = app.pendingEvents.splice(0);
  const corked = corkAll(app, events);
  try {
    for (const event of events) deliverOne(app, event);
  } catch (error) {
    // One event must not crash the server.
    app.server.onError(error);
  } finally {
    for (const connection of corked) connection.uncork();
  }
}

function deliverOne(app: App, { name, data, channels, except }: ServerEvent): void {
  const excluded = except === undefined ? undefined : app.connections.get(except);
  const frameFor = channelFrames(name, data);
  for (const channel of channels) {
    app.counters.published++;
    const subscribers = subscribersOf(app, channel);
    // Without subscribers, do not build the frame.
    if (subscribers) broadcast(subscribers, frameFor(channel), excluded);
    if (parseChannel(channel).cache) app.cache.set(channel, name, data);
  }
}

/** Corks the connections, so that each one receives all its events in one write. */
function corkAll(app: App, events: readonly ServerEvent[]): Set<Connection> {
  const corked = new Set<Connection>();
  const channels = events.flatMap((event) => event.channels);
  // A single message is a single write anyway.
  if (channels.length === 1) return corked;
  for (const channel of channels)
    for (const connection of subscribersOf(app, channel) ?? []) {
      if (corked.has(connection)) continue;
      corked.add(connection);
      connection.cork();
    }
  return corked;
}

/** Events for a user reach all connections that are signed in as the user, even if they have not joined the user's channel yet. */
function subscribersOf(app: App, channel: string): Set<Connection> | undefined {
  const userId = userIdOf(channel);
  return userId === undefined ? app.channels.get(channel)?.subscribers : app.users.get(userId);
}
