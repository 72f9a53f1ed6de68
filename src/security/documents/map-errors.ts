import type { GraphQLError } from 'graphql';

/** The results of a request, alone or in a batch, with other errors; those without any, and streams, as they are. */
export function mapErrors<Results>(results: Results, change: (error: GraphQLError) => GraphQLError): Results {
  if (Array.isArray(results)) return results.map((each) => mapErrors(each, change)) as Results;
  if (typeof results !== 'object' || results === null || !('errors' in results)) return results;
  if (!Array.isArray(results.errors)) return results;
  return { ...results, errors: results.errors.map(change) };
}
