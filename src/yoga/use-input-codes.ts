import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Variables that do not fit are `BAD_USER_INPUT` in queries and mutations, too: graphql itself names no code. */
export function useInputCodes(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        if (Symbol.asyncIterator in result || !result.errors) return;
        setResult({ ...result, errors: result.errors.map(withCode) });
      },
    }),
  };
}

function withCode(error: GraphQLError): GraphQLError {
  const { message, nodes, positions, path, extensions, originalError } = error;
  // One with a path is a resolver's, and one that is not GraphQL's own is still to be masked.
  const isForCaller = !originalError || originalError instanceof GraphQLError;
  if (path || !isForCaller || extensions.code !== undefined) return error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    positions: positions ?? null,
    extensions: { ...extensions, code: 'BAD_USER_INPUT' },
  });
}
