import { parseChannel } from '../protocol/index.ts';
import type { App } from './app.ts';
import { broadcast } from './broadcast.ts';
import { userIdOf } from './channel.ts';
import type { Connection } from './connection.ts';
import { channelFrames } from './frame.ts';

/** An event from an app's server. */
export interface ServerEvent {
  name: string;
  data: string;
  channels: readonly string[];
  /** The socket id of a connection that does not get it: the one that caused it. */
  except?: string | undefined;
}

/** Hands events to all subscribers of their channels. All frames are written when it returns. */
export function publish(app: App, events: readonly ServerEvent[]): void {
  const corked = corkAll(app, events);
  for (const event of events) publishOne(app, event);
  for (const connection of corked) connection.uncork();
}

function publishOne(app: App, { name, data, channels, except }: ServerEvent): void {
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
