import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

interface Collaborators {
  readonly requestId: () => string | undefined;
  onError(error: unknown, where: string): void;
}

/**
 * Replaces a result that JSON cannot represent (a BigInt from a scalar, circular extensions of an error) with a masked
 * error. The other results of a batch stay unchanged.
 */
export function useJsonResults({ requestId, onError }: Collaborators): Plugin {
  function serializable(result: ExecutionResult): ExecutionResult {
    try {
      const text = JSON.stringify(result);
      // Yoga removes its own fields from errors and extensions. For a plain result, reuse the text.
      return result.errors || result.extensions ? result : { ...result, ...{ stringify: () => text } };
    } catch (error) {
      onError(error, 'serializing a result');
      const id = requestId();
      const extensions = {
        code: 'INTERNAL_SERVER_ERROR',
        unexpected: true,
        ...(id === undefined ? {} : { requestId: id }),
        http: { status: 500 },
      };
      return { errors: [new GraphQLError('Unexpected error.', { extensions })] };
    }
  }

  return {
    onResultProcess({ result, setResult }) {
      // A stream serializes each of its results later.
      const change = <Each extends object>(each: Each) =>
        Symbol.asyncIterator in each ? each : (serializable(each) as Each);
      setResult(Array.isArray(result) ? result.map(change) : change(result));
    },
  };
}
