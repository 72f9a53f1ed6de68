import type { DocumentNode } from 'graphql';

/** What parsing makes of a word or sign, in bytes, as measured. */
const bytesOfToken = 450;

/** About what a parsed document takes, with its text, for caches that are bounded by what they hold. */
export function bytesOfDocument({ tokenCount }: DocumentNode, text: string): number {
  return 2 * text.length + bytesOfToken * (tokenCount ?? Math.ceil(text.length / 2));
}
