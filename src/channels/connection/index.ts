/** One client's connection and the frames on it. */

export { closeCode, errorCode } from './close-code.ts';
export type { Complaint } from './complaint.ts';
export { Connection } from './connection.ts';
export { type Counters, createCounters } from './counters.ts';
export { isClientEvent, isReservedEvent, protocolEvent } from './event-name.ts';
export { channelFrames, type Frame, type Message, messageFrame, textOf } from './frame.ts';
export type { Link } from './link.ts';
