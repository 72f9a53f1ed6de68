import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** A batch of no operations asks for nothing, so its sender has made a mistake. */
export function useRefuseEmptyBatch(): Plugin {
  return {
    onRequestParse() {
      return {
        onRequestParseDone({ requestParserResult }) {
          if (!Array.isArray(requestParserResult) || requestParserResult.length > 0) return;
          throw new GraphQLError('The batch is empty.', {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        },
      };
    },
  };
}
