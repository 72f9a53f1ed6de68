import type { OnBytes } from './target.ts';

/** Parses WebSocket frames. A server's frames are not masked and, in this benchmark, not fragmented or compressed. */
export interface FrameReader {
  push(bytes: Buffer, start: number, end: number): void;
}

export const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** `onFrame` is called with the payload of each frame. */
export function createFrameReader(
  onFrame: (kind: number, ...payload: Parameters<OnBytes>) => void,
): FrameReader {
  let rest: Buffer | undefined;

  return {
    push(bytes, start, end) {
      let [buffer, from, to] = [bytes, start, end];
      if (rest) {
        buffer = Buffer.concat([rest, bytes.subarray(start, end)]);
        [from, to] = [0, buffer.length];
        rest = undefined;
      }
      while (to - from >= 2) {
        const short = (buffer[from + 1] ?? 0) & 0x7f;
        const header = short < 126 ? 2 : short === 126 ? 4 : 10;
        if (to - from < header) break;
        const length =
          short < 126 ? short : short === 126 ? buffer.readUInt16BE(from + 2) : buffer.readUInt32BE(from + 6);
        const payload = from + header;
        if (to < payload + length) break;
        onFrame((buffer[from] ?? 0) & 0x0f, buffer, payload, payload + length);
        from = payload + length;
      }
      // Copy the rest: the buffer is shared and will be overwritten.
      if (from < to) rest = Buffer.from(buffer.subarray(from, to));
    },
  };
}

/** Returns a client's frame. The protocol requires a mask; a mask of zeros needs no computation. */
export function clientFrame(kind: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 6 : 8);
  header[0] = 0x80 | kind;
  if (length < 126) header[1] = 0x80 | length;
  else {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(length, 2);
  }
  return Buffer.concat([header, payload]);
}
