/**
 * The presence channel of a room, for the list of people and typing notices. It belongs to no subscription field; the
 * gateway only authorizes its members. The page and the server use this file.
 */
const prefix = 'presence-people-';

export function peopleChannelOf(roomId: string): string {
  return `${prefix}${roomId}`;
}

/** Returns the id of the room; `undefined` if the channel is not the presence channel of a room. */
export function roomIdOf(channel: string): string | undefined {
  return channel.startsWith(prefix) ? channel.slice(prefix.length) : undefined;
}
