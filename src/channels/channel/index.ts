/** A channel: its name, its subscribers and its cached event. */

export { broadcast, channelMessage, notifyChannel } from './broadcast.ts';
export { createEventCache, type EventCache } from './cache.ts';
export { type Channel, channelNameProblem, createChannel, type ServerEvent, userIdOf } from './channel.ts';
