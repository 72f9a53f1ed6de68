import { usePersistedOperations as createPersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { PersistedOperations } from '../gateway/index.ts';
import { connectionQuery, connectionQueryBeforePath } from '../protocol/index.ts';

/** The parameter with the id of a document, as defined by GraphQL over HTTP. */
export const documentIdParameter = 'documentId';

/**
 * Accepts `documentId`, or Apollo's `extensions.persistedQuery.sha256Hash`, instead of a document. The operation and its
 * channel are the same as if the client had sent the document.
 */
export function usePersistedOperations({ documents, only = false }: PersistedOperations): Plugin {
  const find = typeof documents === 'function' ? documents : (id: string) => ownValue(documents, id);
  const plugin = createPersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: documentIdOf,
    getPersistedOperation: async (id) => (await find(id)) ?? null,
    customErrors: {
      notFound: rejection('PERSISTED_OPERATION_NOT_FOUND', 'No persisted operation has this id.'),
      keyNotFound: rejection('BAD_REQUEST', 'The request has no document. Send `query` or `documentId`.'),
      persistedQueryOnly: rejection(
        'PERSISTED_OPERATION_REQUIRED',
        'This server accepts persisted operations only. Send `documentId`.',
      ),
    },
  });
  return {
    ...plugin,
    onParams(payload) {
      if (ownQueries.has(payload.params.query ?? '')) return;
      return plugin.onParams?.(payload);
    },
  };
}

/** The queries of graphql-pusher's own clients, of this version and of earlier versions. */
const ownQueries = new Set([connectionQuery, connectionQueryBeforePath]);

function documentIdOf(params: GraphQLParams & { documentId?: unknown }): string | null {
  if (typeof params.documentId === 'string') return params.documentId;
  const persisted: unknown = params.extensions?.persistedQuery;
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return null;
  return typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : null;
}

/** Ignores inherited properties, so that an id such as `constructor` finds nothing. */
function ownValue(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function rejection(code: string, message: string) {
  return { message, extensions: { code, http: { status: 400, spec: true } } };
}
