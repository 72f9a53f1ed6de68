import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { mapErrors } from './map-errors.ts';

/** Tells nobody what the schema looks like: neither who asks for it, nor who guesses at names. */
export function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    // Where all errors pass: those of documents, and those of variables.
    onResultProcess({ result, setResult }) {
      setResult(mapErrors(result, withoutSuggestion));
    },
  };
}

/** `Cannot query field "usr" on type "Query". Did you mean "user"?` gives away a name. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  // Resolvers may ask what they like.
  if (error.path) return error;
  // Messages have been cut, and a cut suggestion ends without a question mark.
  const message = error.message.replace(/ Did you mean [^?]*(\?|$)/g, '');
  if (message === error.message) return error;
  const { nodes, positions, extensions } = error;
  return new GraphQLError(message, { nodes: nodes ?? null, positions: positions ?? null, extensions });
}
