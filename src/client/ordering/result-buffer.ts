/** Buffers the results that arrive before their turn, by offset. */
import type { Chunk, Result, ResultMessage } from '../../protocol/index.ts';

/** The buffered state of one offset. With neither `result` nor `fetch`, the result is still incomplete. */
export interface BufferedResult {
  result?: Result;
  /** Only a recovery can bring the result. */
  fetch?: true;
  /** The received chunks of a large result, by index. */
  chunks?: string[];
  /** Number of chunks that have not arrived. At 0 the result is being decompressed. */
  missing?: number;
}

export interface ResultBuffer {
  get(offset: number): BufferedResult | undefined;
  /** Returns whether the message contained anything new. */
  add(message: ResultMessage): boolean;
  dropUpTo(offset: number): void;
}

/** Maximum number of buffered offsets. The client drops further messages, and recovers them later. */
const maxBuffered = 1_000;

/** `onUnpacked` is called when the chunks of an offset have become a result, or cannot be decompressed. */
export function createResultBuffer(onUnpacked: (offset: number) => void): ResultBuffer {
  const buffered = new Map<number, BufferedResult>();

  function addChunk(offset: number, { index, count, data }: Chunk): boolean {
    const entry = buffered.get(offset) ?? { chunks: [], missing: count };
    const { chunks, missing = 0 } = entry;
    if (!chunks || chunks[index] !== undefined) return false;
    buffered.set(offset, entry);
    chunks[index] = data;
    entry.missing = missing - 1;
    if (entry.missing === 0) {
      const settle = (outcome: BufferedResult): void => {
        if (buffered.get(offset) !== entry) return;
        buffered.set(offset, outcome);
        onUnpacked(offset);
      };
      unpack(chunks.join('')).then(
        (result) => settle({ result }),
        // Damaged data, or a platform without gzip. The recovery returns the whole result.
        () => settle({ fetch: true }),
      );
    }
    return true;
  }

  return {
    get: (offset) => buffered.get(offset),
    add: (message) => {
      const { offset } = message;
      const isKnown = buffered.has(offset);
      if (!isKnown && buffered.size >= maxBuffered) return false;
      if ('chunk' in message) return addChunk(offset, message.chunk);
      if ('result' in message) buffered.set(offset, { result: message.result });
      else if (!isKnown) buffered.set(offset, { fetch: true });
      return true;
    },
    dropUpTo: (offset) => {
      for (const each of buffered.keys()) if (each <= offset) buffered.delete(each);
    },
  };
}

/** Decompresses a result: base64 of gzipped JSON. Rejects when the data is damaged or the platform has no gzip. */
async function unpack(base64: string): Promise<Result> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(json).json() as Promise<Result>;
}
