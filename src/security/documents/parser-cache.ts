import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bytesOfDocument } from '../../core/index.ts';

/** Bytes that documents which are kept may come to. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Documents that have been parsed, for when they are sent again. Yoga's own cache holds a thousand, however large they
 * are: enough for anybody to fill the memory.
 */
export function createParserCache() {
  return {
    documentCache: new LRUCache<string, DocumentNode>({
      max: 1_024,
      maxSize: maxBytes,
      sizeCalculation: bytesOfDocument,
    }),
    // Who sends what cannot be parsed is not to be remembered for it.
    errorCache: { get: () => undefined, set: () => undefined },
  };
}
