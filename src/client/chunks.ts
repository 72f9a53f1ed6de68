import type { Chunk, Result } from '../protocol/index.ts';

/** Pieces of one result as they come in: in any order, and twice. */
export interface Assembly {
  /** What adding the piece came to; `complete` is said once. */
  add(chunk: Chunk): 'added' | 'repeated' | 'complete' | 'misfit';
  isComplete(): boolean;
  /** Rejects when the pieces are no gzipped JSON, or where the platform cannot decompress. */
  unpack(): Promise<Result>;
}

export function createAssembly(count: number): Assembly {
  const pieces = new Map<number, string>();
  return {
    add: ({ index, count: announced, data }) => {
      if (announced !== count || !(index >= 0 && index < count)) return 'misfit';
      if (pieces.has(index)) return 'repeated';
      pieces.set(index, data);
      return pieces.size === count ? 'complete' : 'added';
    },
    isComplete: () => pieces.size === count,
    unpack: async () => {
      const base64 = Array.from({ length: count }, (_, index) => pieces.get(index)).join('');
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
      return (await new Response(json).json()) as Result;
    },
  };
}
