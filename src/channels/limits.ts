import { maxChannelLength } from '../protocol/index.ts';

/** What Pusher allows, and how many channels a connection may join. Each can be set per app. */
export interface ChannelsLimits {
  /** Characters of a channel's name, with its prefix. Default 164. */
  channelLength: number;
  /** Channels that a connection may have joined at once. Default 1,000. */
  channelsPerConnection: number;
  /** Characters of an event's name. Default 200. */
  eventNameLength: number;
  /** Bytes of an event's data. Default 10,240. */
  eventBytes: number;
  /** Channels of one trigger. Default 100. */
  channelsPerTrigger: number;
  /** Events of one batch. Default 10. */
  eventsPerBatch: number;
  /** Members of a presence channel. Default 100. */
  presenceMembers: number;
  /** Bytes of what a member says of itself, as JSON. Default 1,024. */
  memberBytes: number;
  /** Characters of a user's id. Default 128. */
  userIdLength: number;
  /** Client events that a connection may send in a second. Default 10. */
  clientEventsPerSecond: number;
  /** Users that a user may watch. Default 100. */
  watchlist: number;
}

export const defaultLimits: Readonly<ChannelsLimits> = {
  channelLength: maxChannelLength,
  channelsPerConnection: 1_000,
  eventNameLength: 200,
  eventBytes: 10_240,
  channelsPerTrigger: 100,
  eventsPerBatch: 10,
  presenceMembers: 100,
  memberBytes: 1_024,
  userIdLength: 128,
  clientEventsPerSecond: 10,
  watchlist: 100,
};
