import { gzipSync } from 'node:zlib';
import type { Position } from '../../protocol/index.ts';

/** Pusher refuses event data of more than 10 kB; the rest is room for what a peer counts otherwise. */
const maxMessageBytes = 10_000;

/** An encrypted message travels as base64 of its ciphertext, a third more, with a nonce beside it. */
const maxEncryptedMessageBytes = Math.floor((maxMessageBytes - 150) * 0.75);

/** Past this, sending a result in pieces costs more than fetching it. Counted before compression. */
const maxChunkedBytes = 256 * 1024;

/** Room for the JSON around a chunk's data. */
const chunkEnvelopeBytes = 200;

/**
 * The JSON texts of the messages that carry one result: itself when it fits, else its compressed pieces, else a
 * marker that makes the client ask for it by position.
 */
export function messageParts({ epoch, offset }: Position, body: string, encrypted: boolean): string[] {
  const head = `{"epoch":${JSON.stringify(epoch)},"offset":${offset}`;
  const whole = `${head},"result":${body}}`;
  const limit = encrypted ? maxEncryptedMessageBytes : maxMessageBytes;
  if (Buffer.byteLength(whole) <= limit) return [whole];
  if (Buffer.byteLength(body) > maxChunkedBytes) return [`${head},"fetch":true}`];
  const compressed = gzipSync(body).toString('base64');
  const room = limit - chunkEnvelopeBytes;
  const count = Math.ceil(compressed.length / room);
  return Array.from({ length: count }, (_, index) => {
    const data = compressed.slice(index * room, (index + 1) * room);
    return `${head},"chunk":{"index":${index},"count":${count},"data":"${data}"}}`;
  });
}

/** Whether the text fits into one message of a plain channel. */
export function fitsOneMessage(json: string, encrypted: boolean): boolean {
  return Buffer.byteLength(json) <= (encrypted ? maxEncryptedMessageBytes : maxMessageBytes);
}
