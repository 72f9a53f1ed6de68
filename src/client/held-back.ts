/** What came before its turn, by offset. */
import type { Chunk, Result, ResultMessage } from '../protocol/index.ts';
import { type Assembly, createAssembly } from './chunks.ts';

/** What is held at an offset. */
export type Held =
  | { result: Result }
  /** Pieces of a result: still coming in, or being unpacked. */
  | { assembly: Assembly }
  /** Only a recovery can bring it. */
  | { fetch: true };

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

  function addChunk(offset: number, chunk: Chunk): boolean {
    const before = held.get(offset);
    if (before && !('assembly' in before)) return false;
    const entry = before ?? { assembly: createAssembly(chunk.count) };
    const { assembly } = entry;
    held.set(offset, entry);
    const settle = (outcome: Held): void => {
      if (held.get(offset) !== entry) return;
      held.set(offset, outcome);
      onUnpacked(offset);
    };
    const added = assembly.add(chunk);
    // Pieces that do not fit are as good as lost ones: the recovery brings the result whole.
    if (added === 'misfit') held.set(offset, { fetch: true });
    else if (added === 'complete') {
      assembly.unpack().then(
        (result) => settle({ result }),
        // Damaged, or no gzip on this platform: the recovery brings the result whole.
        () => settle({ fetch: true }),
      );
    }
    return added !== 'repeated';
  }

  return {
    get: (offset) => held.get(offset),
    add: (message) => {
      const { offset } = message;
      const before = held.get(offset);
      if (!before && held.size >= maxHeld) return false;
      if ('chunk' in message) return addChunk(offset, message.chunk);
      if ('fetch' in message && before) return false;
      held.set(offset, 'fetch' in message ? { fetch: true } : { result: message.result });
      return true;
    },
    dropUpTo: (offset) => {
      for (const each of held.keys()) if (each <= offset) held.delete(each);
    },
  };
}
