/** What came before its turn, by offset. */
import type { Chunk, Result, ResultMessage } from '../../protocol/index.ts';
import { unpack } from './chunks.ts';

/** What is held at an offset. With neither `result` nor `fetch` it is still coming in. */
export interface Held {
  result?: Result;
  /** Only a recovery can bring it. */
  fetch?: true;
  /** Pieces of a large result, by index. */
  pieces?: string[];
  /** How many pieces have not come. At 0 they are being unpacked. */
  missing?: number;
}

export interface HeldBack {
  get(offset: number): Held | undefined;
  /** Whether the message brought anything new. */
  add(message: ResultMessage): boolean;
  dropUpTo(offset: number): void;
}

/** What is held at once. Past it, messages are left to the recovery. */
const maxHeld = 1_000;

/** `onUnpacked` is called when what is held at an offset has become a result, or turned out to be unreadable. */
export function createHeldBack(onUnpacked: (offset: number) => void): HeldBack {
  const held = new Map<number, Held>();

  function addChunk(offset: number, { index, count, data }: Chunk): boolean {
    const entry = held.get(offset) ?? { pieces: [], missing: count };
    const { pieces, missing = 0 } = entry;
    if (!pieces || pieces[index] !== undefined) return false;
    held.set(offset, entry);
    pieces[index] = data;
    entry.missing = missing - 1;
    if (entry.missing === 0) {
      const settle = (outcome: Held): void => {
        if (held.get(offset) !== entry) return;
        held.set(offset, outcome);
        onUnpacked(offset);
      };
      unpack(pieces.join('')).then(
        (result) => settle({ result }),
        // Damaged, or no gzip on this platform: the recovery brings the result whole.
        () => settle({ fetch: true }),
      );
    }
    return true;
  }

  return {
    get: (offset) => held.get(offset),
    add: (message) => {
      const { offset } = message;
      const isKnown = held.has(offset);
      if (!isKnown && held.size >= maxHeld) return false;
      if ('chunk' in message) return addChunk(offset, message.chunk);
      if ('result' in message) held.set(offset, { result: message.result });
      else if (!isKnown) held.set(offset, { fetch: true });
      return true;
    },
    dropUpTo: (offset) => {
      for (const each of held.keys()) if (each <= offset) held.delete(each);
    },
  };
}
