import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Maximum length of an error message, in characters. */
const maxLength = 2_000;

/**
 * Truncates graphql's error messages. They repeat names of the document, and a hundred errors that each list all
 * fragments of a cycle would be many times larger than the request.
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
  // An error with a path is from a resolver, whose messages are not limited.
  if (error.path || message.length <= maxLength) return error;
  return new GraphQLError(`${message.slice(0, maxLength - 1)}…`, {
    nodes: nodes ?? null,
    positions: positions ?? null,
    extensions,
  });
}

/** Hides the schema: rejects introspection, and removes suggestions from error messages. */
export function useNoIntrospection(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    // All errors pass here, both of documents and of variables.
    onResultProcess({ result, setResult }) {
      setResult(mapErrors(result, withoutSuggestion));
    },
  };
}

/** `Cannot query field "usr" on type "Query". Did you mean "user"?` reveals a name. */
function withoutSuggestion(error: GraphQLError): GraphQLError {
  // An error with a path is from a resolver.
  if (error.path) return error;
  // A message may be truncated. A truncated suggestion has no question mark.
  const message = error.message.replace(/ Did you mean [^?]*(\?|$)/g, '');
  if (message === error.message) return error;
  const { nodes, positions, extensions } = error;
  return new GraphQLError(message, { nodes: nodes ?? null, positions: positions ?? null, extensions });
}

/** Changes the errors in one result or a batch. Results without errors and streams stay unchanged. */
function mapErrors<Results>(results: Results, change: (error: GraphQLError) => GraphQLError): Results {
  if (Array.isArray(results)) return results.map((each) => mapErrors(each, change)) as Results;
  if (typeof results !== 'object' || results === null || !('errors' in results)) return results;
  if (!Array.isArray(results.errors)) return results;
  return { ...results, errors: results.errors.map(change) };
}
