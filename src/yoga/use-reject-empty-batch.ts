import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Rejects an empty batch, which is a mistake of the client. */
export function useRejectEmptyBatch(): Plugin {
  return {
    onRequestParse() {
      return {
        onRequestParseDone({ requestParserResult }) {
          if (!Array.isArray(requestParserResult) || requestParserResult.length > 0) return;
          throw new GraphQLError('The batch is empty. Send at least one operation.', {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        },
      };
    },
  };
}
