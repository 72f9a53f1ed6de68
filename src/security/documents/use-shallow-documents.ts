import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * A document in which graphql loses itself (fields, values or circles of fragments that go deeper than its recursion
 * can) is its sender's fault, and no failure of ours.
 */
export function useShallowDocuments(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) =>
        unlessTooDeep(
          () => parseFn(source, options),
          (error) => {
            throw error;
          },
        ),
      );
    },
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((...args) =>
        unlessTooDeep(
          () => validateFn(...args),
          (error) => [error],
        ),
      );
    },
  };
}

function unlessTooDeep<Outcome>(read: () => Outcome, otherwise: (error: GraphQLError) => Outcome): Outcome {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return otherwise(
      new GraphQLError('The document goes too deep to be read, or in a circle.', {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400, spec: true } },
      }),
    );
  }
}
