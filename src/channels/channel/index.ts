/** A channel: its name, its subscribers and its cached event. */

export { broadcast, channelMessage, tellChannel } from './broadcast.ts';
export { createEventCache, type EventCache } from './cache.ts';
export { type Channel, createChannel, userIdOf } from './channel.ts';
export { channelNameFault } from './channel-name.ts';
export type { ServerEvent } from './server-event.ts';
