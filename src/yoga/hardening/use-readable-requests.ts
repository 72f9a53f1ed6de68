import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isDeeperThan } from './is-deeper-than.ts';

/** What Yoga's parsers throw for JSON that is none, and for a map of files that leads to no place for one. */
const faults = [SyntaxError, TypeError, RangeError] as const;

/**
 * Lists and objects inside of each other, in variables: whatever takes them apart later, here or at a client, may do it
 * by recursion.
 */
const maxLevels = 500;

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
          if (faults.some((each) => error instanceof each))
            throw badRequest(
              'The request cannot be read: "variables", "extensions" and "map" have to be JSON objects.',
            );
          throw error;
        }
      });
    },
    // For each of a batch.
    onParams({ params }) {
      if (isDeeperThan(maxLevels, variablesOf(params)))
        throw badRequest(`"variables" holds more than ${maxLevels} lists and objects inside of each other.`);
    },
  };
}

/** Of parameters that may still be anything. */
function variablesOf(params: unknown): unknown {
  return typeof params === 'object' && params !== null && 'variables' in params
    ? params.variables
    : undefined;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
