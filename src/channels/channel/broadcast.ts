import { type Connection, type Frame, type Message, messageFrame } from '../connection/index.ts';
import type { Channel } from './channel.ts';

/** Writes one frame to all subscribers: the very same bytes to each. */
export function broadcast(connections: Iterable<Connection>, frame: Frame, except?: Connection): void {
  for (const connection of connections) if (connection !== except) connection.write(frame);
}

/** Tells all subscribers of a channel what happened on it. Pusher's own events carry their data as a string of JSON. */
export function tellChannel(channel: Channel, event: string, data: unknown, except?: Connection): void {
  broadcast(channel.subscribers, channelMessage(channel.name, event, data), except);
}

export function channelMessage(channel: string, event: string, data: unknown): Frame {
  return messageFrame({ event, data: JSON.stringify(data), channel } satisfies Message);
}
