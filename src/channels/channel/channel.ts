import { type ChannelName, parseChannel } from '../../protocol/index.ts';
import type { Connection } from '../connection/index.ts';

/** One user on a presence channel, through however many connections. */
export interface Member {
  info: unknown;
  connections: number;
}

/** A channel that has subscribers. */
export interface Channel {
  readonly name: string;
  readonly parsed: ChannelName;
  readonly subscribers: Set<Connection>;
  /** By user id; empty unless it is a presence channel. */
  readonly members: Map<string, Member>;
  /** Ends the pause between two subscription counts, when there is one. */
  countTimer: NodeJS.Timeout | undefined;
}

export function createChannel(name: string): Channel {
  return {
    name,
    parsed: parseChannel(name),
    subscribers: new Set(),
    members: new Map(),
    countTimer: undefined,
  };
}

const userPrefix = '#server-to-user-';

/** The channel of the events that are sent to one user, on whatever connection. */
export function userChannel(userId: string): string {
  return `${userPrefix}${userId}`;
}

/** Whose channel it is; `undefined` when it is an ordinary one. */
export function userIdOf(channel: string): string | undefined {
  return channel.startsWith(userPrefix) ? channel.slice(userPrefix.length) : undefined;
}
