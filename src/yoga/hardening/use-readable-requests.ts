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
          // Of Yoga's parsers, for forms that lack something.
          if (error instanceof GraphQLError && error.extensions.code === undefined)
            throw badRequest(error.message);
          // As they throw for JSON in a URL or a form that is none, and for a map of files that is none.
          if (error instanceof SyntaxError || error instanceof TypeError)
            throw badRequest(
              'The request cannot be read: "variables", "extensions" and "map" have to be JSON objects.',
            );
          throw error;
        }
      });
    },
  };
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
