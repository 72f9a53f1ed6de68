import { parseChannel } from '../../protocol/index.ts';
import type { App } from '../app.ts';
import { broadcast, type ServerEvent, userIdOf } from '../channel/index.ts';
import { type Connection, channelFrames } from '../connection/index.ts';

/**
 * Takes events for all subscribers of their channels. They are written when this turn of the event loop ends, so that
 * what came in several requests leaves in one piece, too: a write costs the same for one event as for ten.
 */
export function publish(app: App, events: readonly ServerEvent[]): void {
  if (app.arrived.length === 0) setImmediate(deliverArrived, app);
  app.arrived.push(...events);
}

function deliverArrived(app: App): void {
  const events = app.arrived.splice(0);
  const corked = corkAll(app, events);
  try {
    for (const event of events) deliverOne(app, event);
  } catch (error) {
    // One event must not take the server down with it.
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
    // An event that nobody receives needs no frame.
    if (subscribers) broadcast(subscribers, frameFor(channel), excluded);
    if (parseChannel(channel).cache) app.cache.set(channel, name, data);
  }
}

/** Lets all that goes to one connection leave in one piece. */
function corkAll(app: App, events: readonly ServerEvent[]): Set<Connection> {
  const corked = new Set<Connection>();
  const channels = events.flatMap((event) => event.channels);
  // A single message leaves in one piece anyway.
  if (channels.length === 1) return corked;
  for (const channel of channels)
    for (const connection of subscribersOf(app, channel) ?? []) {
      if (corked.has(connection)) continue;
      corked.add(connection);
      connection.cork();
    }
  return corked;
}

/** A user's events reach all connections that are signed in as that user, whether or not they have joined the channel yet. */
function subscribersOf(app: App, channel: string): Set<Connection> | undefined {
  const userId = userIdOf(channel);
  return userId === undefined ? app.channels.get(channel)?.subscribers : app.users.get(userId);
}
