import { gzipSync } from 'node:zlib';
import { maxResultDataBytes, operationEvent, type Position, type Result } from '../../protocol/index.ts';
import type { CompatDialect, Dialect, LoggedEntry } from '../ports/index.ts';
import { failedResult } from './result-body.ts';
import type { EventResult } from './results-for-events.ts';

/** A result as it goes out. */
export interface Outgoing extends EventResult {
  /** With its number; absent for the standing channels of a public topic, where nobody counts. */
  readonly logged: LoggedEntry | undefined;
}

/** Messages of one result that are the same on every channel of a dialect. */
interface EncodedResult {
  /** The Pusher event. */
  readonly event: string;
  /** JSON texts of the event's data: several where one message cannot hold it. */
  readonly parts: readonly string[];
}

/** What each dialect makes of a result. Throws when its channels cannot carry it. */
export const encodeResult: Readonly<
  Record<Dialect, (outgoing: Outgoing, encrypted: boolean) => EncodedResult>
> = {
  native: ({ logged }, encrypted) => ({
    event: operationEvent.result,
    parts: logged ? messageParts(logged.position, logged.body, encrypted) : [],
  }),
  topic: ({ subscribed: { operation }, body }, encrypted) => {
    const result = JSON.parse(body) as Result;
    const value = result.data?.[operation.field];
    // A plain channel has no place for errors.
    if (value === undefined || result.errors?.length) {
      throw new Error(`the event has no value to send: ${result.errors?.[0]?.message ?? 'no data'}`);
    }
    const json = JSON.stringify(value);
    if (fitsOneMessage(json, encrypted)) return { event: operation.field, parts: [json] };
    throw new Error('the event is larger than the 10 kB that one message on a plain channel can hold');
  },
  'graphql-ruby': ({ body }, encrypted) => {
    const texts = [
      () => `{"result":${body},"more":true}`,
      () => `{"compressed_result":"${gzipSync(body).toString('base64')}","more":true}`,
      () => JSON.stringify({ result: tooLarge, more: true }),
    ];
    return { event: 'update', parts: [firstThatFits(texts, encrypted)] };
  },
  lighthouse: ({ body }, encrypted) => {
    const texts = [
      () => `{"more":true,"result":${body}}`,
      () => JSON.stringify({ more: true, result: tooLarge }),
    ];
    return { event: 'lighthouse-subscription', parts: [firstThatFits(texts, encrypted)] };
  },
  // Its subscriber reads the log.
  sse: () => ({ event: operationEvent.result, parts: [] }),
};

/** What tells a peer's client that its subscription has ended. */
export function compatEnd(dialect: CompatDialect): EncodedResult {
  return {
    event: dialect === 'lighthouse' ? 'lighthouse-subscription' : 'update',
    parts: ['{"more":false}'],
  };
}

/** These clients have no way to fetch what a message cannot hold; silence would be worse. */
const tooLarge = failedResult('RESULT_TOO_LARGE', 'The result is larger than a Pusher message can be.');

function firstThatFits(texts: readonly (() => string)[], encrypted: boolean): string {
  let json = '';
  for (const text of texts) {
    json = text();
    if (fitsOneMessage(json, encrypted)) return json;
  }
  return json;
}

/** An encrypted message travels as base64 of its ciphertext, a third more, with a nonce beside it. */
const maxEncryptedMessageBytes = Math.floor((maxResultDataBytes - 150) * 0.75);

/** Past this, sending a result in pieces costs more than fetching it. Counted before compression. */
const maxChunkedBytes = 256 * 1024;

/** Room for the JSON around a chunk's data. */
const chunkEnvelopeBytes = 200;

/**
 * The JSON texts of the messages that carry one result: itself when it fits, else its compressed pieces, else a
 * marker that makes the client ask for it by position.
 */
function messageParts({ epoch, offset }: Position, body: string, encrypted: boolean): string[] {
  const head = `{"epoch":${JSON.stringify(epoch)},"offset":${offset}`;
  const whole = `${head},"result":${body}}`;
  const limit = encrypted ? maxEncryptedMessageBytes : maxResultDataBytes;
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
function fitsOneMessage(json: string, encrypted: boolean): boolean {
  return Buffer.byteLength(json) <= (encrypted ? maxEncryptedMessageBytes : maxResultDataBytes);
}
