/** A client's connection, and the frames and codes of the protocol. */

export { closeCode, errorCode, type MessageProblem } from './codes.ts';
export { Connection } from './connection.ts';
export { type Counters, createCounters } from './counters.ts';
export { isClientEvent, isReservedEvent, protocolEvent } from './event-name.ts';
export { channelFrames, type Frame, type Message, messageFrame, textOf } from './frame.ts';
export type { Link } from './link.ts';
