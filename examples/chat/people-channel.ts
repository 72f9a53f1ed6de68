/**
 * The presence channel of a room: who is there, and who is typing. No subscription field has it, so nothing of it
 * passes through GraphQL; the server only says who may join. Used by both sides.
 */
const beginning = 'presence-people-';

export function peopleChannelOf(roomId: string): string {
  return `${beginning}${roomId}`;
}

/** The room whose people meet on a channel; `undefined` when it is not one of these channels. */
export function roomIdOf(channel: string): string | undefined {
  return channel.startsWith(beginning) ? channel.slice(beginning.length) : undefined;
}
