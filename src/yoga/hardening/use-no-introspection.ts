import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Tells nobody what the schema looks like: neither who asks for it, nor who guesses at names. */
export function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ valid, result, setResult }) => {
        if (!valid) setResult(result.map((error) => withoutSuggestion(error as GraphQLError)));
      };
    },
  };
}

/** `Cannot query field "usr" on type "Query". Did you mean "user"?` gives away a name. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean [^?]*\?/g, '');
  if (message === error.message) return error;
  const { nodes, positions, path, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}
