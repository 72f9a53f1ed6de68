import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { mapErrors } from './map-errors.ts';

/** Characters of a message: enough to find the mistake. */
const longest = 2_000;

/**
 * Cuts what graphql says of a mistake. It repeats names of the document, and a hundred errors that each name all
 * fragments of a cycle would be many times what was sent.
 */
export function useShortMessages(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      setResult(mapErrors(result, withShortMessage));
    },
  };
}

function withShortMessage(error: GraphQLError): GraphQLError {
  const { message, nodes, positions, extensions } = error;
  // One with a path is a resolver's, who may say what it likes.
  if (error.path || message.length <= longest) return error;
  return new GraphQLError(`${message.slice(0, longest - 1)}…`, {
    nodes: nodes ?? null,
    positions: positions ?? null,
    extensions,
  });
}
