/** WebSocket frames, built once and written to many sockets. A server's frames are never masked, so all get the same bytes. */

/** A whole, final text frame: header and payload in one buffer. Never changed after it was built. */
export type Frame = Buffer;

/** FIN, and the opcode of text. */
const finalText = 0x81;

/** A payload that is written in parts needs no string that joins them. */
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

/** What a frame says, for a transport that is no WebSocket. */
export function textOf(frame: Frame): string {
  const header = frame[1] === 126 ? 4 : frame[1] === 127 ? 10 : 2;
  return frame.toString('utf8', header);
}

/** What the server says to a client. */
export interface Message {
  event: string;
  /** A string travels as it is, which Pusher's events do; anything else as JSON within the message. */
  data: unknown;
  channel?: string;
}

export function messageFrame({ event, data, channel }: Message): Frame {
  return frameOf(Buffer.from(JSON.stringify({ event, data, channel })));
}

/** Encodes an event once; each channel that it goes to adds no more than its own name. */
export function channelFrames(event: string, data: string, userId?: string): (channel: string) => Frame {
  const head = Buffer.from(`{"event":${JSON.stringify(event)},"data":${JSON.stringify(data)},"channel":`);
  const tail = Buffer.from(userId === undefined ? '}' : `,"user_id":${JSON.stringify(userId)}}`);
  return (channel) => frameOf(head, Buffer.from(JSON.stringify(channel)), tail);
}
