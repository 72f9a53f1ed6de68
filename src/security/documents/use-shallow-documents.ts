import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Reports a stack overflow in graphql's parser or validation as an error of the client. The cause is a document with
 * fields, values or fragments that are nested too deep or form a cycle.
 */
export function useShallowDocuments(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) =>
        catchTooDeep(
          () => parseFn(source, options),
          (error) => {
            throw error;
          },
        ),
      );
    },
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((...args) =>
        catchTooDeep(
          () => validateFn(...args),
          (error) => [error],
        ),
      );
    },
  };
}

function catchTooDeep<Outcome>(read: () => Outcome, otherwise: (error: GraphQLError) => Outcome): Outcome {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return otherwise(
      new GraphQLError(
        'The document is nested too deep, or its fragments form a cycle. Select fewer nested fields.',
        {
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400, spec: true } },
        },
      ),
    );
  }
}
