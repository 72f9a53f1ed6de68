import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Characters of a message: enough to find the mistake. */
const longest = 2_000;

/**
 * Cuts what graphql says of a mistake. It repeats names of the document, and a hundred errors that each name all
 * fragments of a cycle would be many times what was sent.
 */
export function useShortMessages(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      setResult(mapErrors(result, withShortMessage));
    },
  };
}

function withShortMessage(error: GraphQLError): GraphQLError {
  const { message, nodes, positions, extensions } = error;
  // One with a path is a resolver's, who may say what it likes.
  if (error.path || message.length <= longest) return error;
  return new GraphQLError(`${message.slice(0, longest - 1)}…`, {
    nodes: nodes ?? null,
    positions: positions ?? null,
    extensions,
  });
}

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

/** The results of a request, alone or in a batch, with other errors; those without any, and streams, as they are. */
function mapErrors<Results>(results: Results, change: (error: GraphQLError) => GraphQLError): Results {
  if (Array.isArray(results)) return results.map((each) => mapErrors(each, change)) as Results;
  if (typeof results !== 'object' || results === null || !('errors' in results)) return results;
  if (!Array.isArray(results.errors)) return results;
  return { ...results, errors: results.errors.map(change) };
}
