import type { Plugin } from 'graphql-yoga';

/** Maximum number of validation errors of a document. */
const maxErrors = 10;

/** Stops validation after a few errors. Each error costs time, for suggestions and for the locations of its nodes. */
export function useFewErrors(): Plugin {
  return {
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, rules, options, ...rest) =>
        validateFn(schema, document, rules, { ...options, maxErrors }, ...rest),
      );
    },
  };
}
