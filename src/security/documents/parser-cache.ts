import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bytesOfDocument } from '../../core/index.ts';

/** Maximum total size of the cached documents, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Creates a cache of parsed documents. Yoga's default cache limits the number of documents, but not their size, so
 * clients could fill the memory.
 */
export function createParserCache() {
  return {
    documentCache: new LRUCache<string, DocumentNode>({
      max: 1_024,
      maxSize: maxBytes,
      sizeCalculation: bytesOfDocument,
    }),
    // Invalid documents must not use memory.
    errorCache: { get: () => undefined, set: () => undefined },
  };
}
