import { usePersistedOperations as createPersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { PersistedOperations } from '../gateway/index.ts';
import { connectionQuery, connectionQueryBeforePath } from '../protocol/index.ts';

/** The parameter that names a document, as GraphQL over HTTP calls it. */
export const documentIdParameter = 'documentId';

/**
 * Takes `documentId`, or Apollo's `extensions.persistedQuery.sha256Hash`, in place of a document. The operation is the
 * same as if its text had been sent, and so is its channel.
 */
export function usePersistedOperations({ documents, only = false }: PersistedOperations): Plugin {
  const find = typeof documents === 'function' ? documents : (id: string) => ownValue(documents, id);
  const plugin = createPersistedOperations({
    allowArbitraryOperations: !only,
    extractPersistedOperationId: documentIdOf,
    getPersistedOperation: async (id) => (await find(id)) ?? null,
    customErrors: {
      notFound: refusal('PERSISTED_OPERATION_NOT_FOUND', 'No operation is known by this id.'),
      keyNotFound: refusal('BAD_REQUEST', 'The request has neither a document nor the id of one.'),
      persistedQueryOnly: refusal(
        'PERSISTED_OPERATION_REQUIRED',
        'Only known operations are taken: send documentId.',
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

/** What our clients ask, of this version and of earlier ones. */
const ownQueries = new Set([connectionQuery, connectionQueryBeforePath]);

function documentIdOf(params: GraphQLParams & { documentId?: unknown }): string | null {
  if (typeof params.documentId === 'string') return params.documentId;
  const persisted: unknown = params.extensions?.persistedQuery;
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return null;
  return typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : null;
}

/** An id such as `constructor` must not find what every object has. */
function ownValue(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function refusal(code: string, message: string) {
  return { message, extensions: { code, http: { status: 400, spec: true } } };
}
