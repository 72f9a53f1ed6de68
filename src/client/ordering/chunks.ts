import type { Result } from '../../protocol/index.ts';

/** The result whose gzipped JSON this is. Rejects when it is none, or where the platform cannot decompress. */
export async function unpack(base64: string): Promise<Result> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(json).json() as Promise<Result>;
}
