import {
  maxChannelLength,
  maxChannelsPerEvent,
  maxClientEventsPerSecond,
  maxEventDataBytes,
  maxEventNameLength,
  maxEventsPerBatch,
  maxMemberBytes,
  maxPresenceMembers,
  maxUserIdLength,
  maxWatchlistLength,
} from '../protocol/index.ts';

/** Limits of one app. The defaults are Pusher's; Pusher itself does not limit `channelsPerConnection`. */
export interface ChannelsLimits {
  /** Maximum characters of a channel name, including its prefix. Default: 164. */
  channelLength: number;
  /** Maximum channels that one connection subscribes to at a time. Default: 1,000. */
  channelsPerConnection: number;
  /** Maximum characters of an event name. Default: 200. */
  eventNameLength: number;
  /** Maximum bytes of an event's data. Default: 10,240. */
  eventBytes: number;
  /** Maximum channels of one trigger. Default: 100. */
  channelsPerTrigger: number;
  /** Maximum events of one batch. Default: 10. */
  eventsPerBatch: number;
  /** Maximum members of a presence channel. Default: 100. */
  presenceMembers: number;
  /** Maximum bytes of a member's `channel_data`. Default: 1,024. */
  memberBytes: number;
  /** Maximum characters of a user id. Default: 128. */
  userIdLength: number;
  /** Maximum client events of one connection per second. Default: 10. */
  clientEventsPerSecond: number;
  /** Maximum users in a watchlist. Default: 100. */
  watchlist: number;
}

export const defaultLimits: Readonly<ChannelsLimits> = {
  channelLength: maxChannelLength,
  channelsPerConnection: 1_000,
  eventNameLength: maxEventNameLength,
  eventBytes: maxEventDataBytes,
  channelsPerTrigger: maxChannelsPerEvent,
  eventsPerBatch: maxEventsPerBatch,
  presenceMembers: maxPresenceMembers,
  memberBytes: maxMemberBytes,
  userIdLength: maxUserIdLength,
  clientEventsPerSecond: maxClientEventsPerSecond,
  watchlist: maxWatchlistLength,
};
