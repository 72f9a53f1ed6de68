import { type Connection, type Frame, type Message, messageFrame } from '../connection/index.ts';
import type { Channel } from './channel.ts';

/** Writes the same frame to all connections but `except`. */
export function broadcast(connections: Iterable<Connection>, frame: Frame, except?: Connection): void {
  for (const connection of connections) if (connection !== except) connection.write(frame);
}

/** Sends one of Pusher's own events to all subscribers of a channel. Their data is JSON, encoded as a string. */
export function notifyChannel(channel: Channel, event: string, data: unknown, except?: Connection): void {
  broadcast(channel.subscribers, channelMessage(channel.name, event, data), except);
}

export function channelMessage(channel: string, event: string, data: unknown): Frame {
  return messageFrame({ event, data: JSON.stringify(data), channel } satisfies Message);
}
