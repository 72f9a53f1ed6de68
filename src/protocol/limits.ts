/** Limits of hosted Pusher. Compatible servers have the same ones, unless an operator changes them. */

/** Maximum characters of a channel name, with its prefix. Pusher rejects longer ones; its SDKs allow 200. */
export const maxChannelLength = 164;

/** Maximum characters of an event name. */
export const maxEventNameLength = 200;

/** Maximum bytes of an event's data. */
export const maxEventDataBytes = 10_240;

/**
 * Maximum bytes of an event's data that the gateway fills with results. The difference to {@link maxEventDataBytes} is
 * room for compatible servers that count differently.
 */
export const maxResultDataBytes = 10_000;

/** Maximum channels of one event. */
export const maxChannelsPerEvent = 100;

/** Maximum events of one batch. */
export const maxEventsPerBatch = 10;

/** Maximum members of a presence channel. */
export const maxPresenceMembers = 100;

/** Maximum bytes of a presence member's `channel_data`. */
export const maxMemberBytes = 1_024;

/** Maximum characters of a user id. */
export const maxUserIdLength = 128;

/** Maximum client events of one connection per second. */
export const maxClientEventsPerSecond = 10;

/** Maximum users in a watchlist. */
export const maxWatchlistLength = 100;
