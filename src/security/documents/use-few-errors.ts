import type { Plugin } from 'graphql-yoga';

/** Errors of one document: enough to find the mistake. */
const maxErrors = 10;

/** Ends validation after a few errors. Each costs time: names to suggest, and the locations of all of its nodes. */
export function useFewErrors(): Plugin {
  return {
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, rules, options, ...rest) =>
        validateFn(schema, document, rules, { ...options, maxErrors }, ...rest),
      );
    },
  };
}
