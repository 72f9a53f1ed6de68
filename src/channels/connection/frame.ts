/** WebSocket frames. Server frames are not masked, so one frame can be built once and written to many sockets. */

/** A complete text frame: header and payload in one buffer. Treat it as immutable, because connections share it. */
export type Frame = Buffer;

/** FIN and the text opcode. */
const finalText = 0x81;

/** Builds a frame from the parts of its payload, without concatenating them first. */
export function frameOf(...parts: readonly Uint8Array[]): Frame {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = headerLengthOf(length);
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = finalText;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(0, 2);
    frame.writeUInt32BE(length, 6);
  }
  let offset = header;
  for (const part of parts) {
    frame.set(part, offset);
    offset += part.length;
  }
  return frame;
}

function headerLengthOf(length: number): 2 | 4 | 10 {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

/** Returns the payload of a frame, for transports other than WebSockets. */
export function textOf(frame: Frame): string {
  const header = frame[1] === 126 ? 4 : frame[1] === 127 ? 10 : 2;
  return frame.toString('utf8', header);
}

/** A message from the server to a client. */
export interface Message {
  event: string;
  /** A string, as in most Pusher events, or a JSON value that is embedded in the message. */
  data: unknown;
  channel?: string;
}

export function messageFrame({ event, data, channel }: Message): Frame {
  return frameOf(Buffer.from(JSON.stringify({ event, data, channel })));
}

/** Encodes an event once. The returned function builds its frame for a channel by adding only the channel name. */
export function channelFrames(event: string, data: string, userId?: string): (channel: string) => Frame {
  const head = Buffer.from(`{"event":${JSON.stringify(event)},"data":${JSON.stringify(data)},"channel":`);
  const tail = Buffer.from(userId === undefined ? '}' : `,"user_id":${JSON.stringify(userId)}}`);
  return (channel) => frameOf(head, Buffer.from(JSON.stringify(channel)), tail);
}
