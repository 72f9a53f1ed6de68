import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Adds the code `BAD_USER_INPUT` to graphql's errors for invalid variables, which have no code. */
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
  // An error with a path is from a resolver. An error that wraps another class must still be masked.
  const isFromGraphQL = !originalError || originalError instanceof GraphQLError;
  if (path || !isFromGraphQL || extensions.code !== undefined) return error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    positions: positions ?? null,
    extensions: { ...extensions, code: 'BAD_USER_INPUT' },
  });
}
