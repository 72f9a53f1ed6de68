import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

interface Collaborators {
  readonly requestId: () => string | undefined;
  onError(error: unknown, where: string): void;
}

/**
 * Answers a result that JSON cannot hold (a BigInt of a scalar, circular extensions of an error) with a masked error.
 * In a batch, the other results stay as they are.
 */
export function useJsonResults({ requestId, onError }: Collaborators): Plugin {
  function written(result: ExecutionResult): ExecutionResult {
    try {
      const text = JSON.stringify(result);
      // Yoga still takes its own fields out of errors and extensions. A plain result is not written twice.
      return result.errors || result.extensions ? result : { ...result, ...{ stringify: () => text } };
    } catch (error) {
      onError(error, 'writing a result as JSON');
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
      // A stream writes each of its results later.
      const change = <Each extends object>(each: Each) =>
        Symbol.asyncIterator in each ? each : (written(each) as Each);
      setResult(Array.isArray(result) ? result.map(change) : change(result));
    },
  };
}
