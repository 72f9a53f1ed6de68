import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Parameters that cannot be read are their sender's fault, and no failure of ours: `BAD_REQUEST`. */
export function useReadableRequests(): Plugin {
  return {
    onRequestParse({ requestParser, setRequestParser }) {
      if (!requestParser) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(request);
        } catch (error) {
          // As Yoga's parsers throw for JSON in a URL or a form that is none, and for a map of files that is none.
          if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
          throw new GraphQLError(
            'The request cannot be read: "variables", "extensions" and "map" have to be JSON objects.',
            { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
          );
        }
      });
    },
  };
}
