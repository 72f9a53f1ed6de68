import { type ChannelName, channelAlphabet, parseChannel } from '../../protocol/index.ts';
import type { Connection } from '../connection/index.ts';
import type { ChannelsLimits } from '../limits.ts';

/** An event that an app's server publishes. */
export interface ServerEvent {
  name: string;
  data: string;
  channels: readonly string[];
  /** Socket id of the connection that caused the event and does not receive it. */
  except?: string | undefined;
}

/** A user on a presence channel. */
export interface Member {
  info: unknown;
  /** Number of connections of this user that are subscribed. */
  connections: number;
}

/** A channel that has subscribers. */
export interface Channel {
  readonly name: string;
  readonly parsed: ChannelName;
  readonly subscribers: Set<Connection>;
  /** By user id. Empty on channels other than presence channels. */
  readonly members: Map<string, Member>;
  /** Runs until the next subscription count is due; `undefined` when no report is pending. */
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

/** Returns the user id of a server-to-user channel, or `undefined` for any other channel. */
export function userIdOf(channel: string): string | undefined {
  return channel.startsWith(userPrefix) ? channel.slice(userPrefix.length) : undefined;
}

/** Returns what is wrong with a channel name, or `undefined` if it is valid. */
export function channelNameProblem(channel: string, limits: ChannelsLimits): string | undefined {
  const userId = userIdOf(channel);
  if (userId !== undefined) {
    if (userId === '') return 'The channel name has no user id. Append the id of a user to #server-to-user-.';
    return userId.length > limits.userIdLength
      ? `The user id in the channel name has ${userId.length} characters. The maximum is ${limits.userIdLength}.`
      : undefined;
  }
  if (channel.length > limits.channelLength)
    return `The channel name has ${channel.length} characters. The maximum is ${limits.channelLength}.`;
  if (!channelAlphabet.test(channel))
    return `Invalid channel name ${JSON.stringify(channel)}: use only letters, digits and _ - = @ , . ;`;
  return undefined;
}
