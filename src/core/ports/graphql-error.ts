import { GraphQLError } from 'graphql';
import { GatewayError } from './errors.ts';

/** Codes of well-formed requests. By the GraphQL over HTTP spec, clients that accept only plain JSON get status 200. */
const statusOnlyBySpec = new Set(['BAD_USER_INPUT']);

/**
 * Converts a rejection or outage to the error that the caller receives, with its place in the document. `requestId`
 * finds an outage in the server's log.
 */
export function asGraphQLError(error: GatewayError, at?: GraphQLError, requestId?: string): GraphQLError {
  const { code, status, facts, message } = error;
  const retryAfter = typeof facts.retryAfter === 'number' ? Math.ceil(facts.retryAfter / 1000) : undefined;
  return new GraphQLError(message, {
    ...(at?.nodes ? { nodes: at.nodes } : {}),
    ...(at?.path ? { path: at.path } : {}),
    extensions: {
      ...facts,
      code,
      ...(status >= 500 && requestId !== undefined ? { requestId } : {}),
      http: {
        status,
        // Older clients, which accept only plain JSON, treat any status but 200 as a network failure.
        ...(statusOnlyBySpec.has(code) ? { spec: true } : {}),
        ...(retryAfter === undefined ? {} : { headers: { 'Retry-After': String(retryAfter) } }),
      },
    },
  });
}

/** Returns the gateway's own error inside GraphQL's wrappers, if there is one. */
export function gatewayErrorIn(error: unknown): GatewayError | undefined {
  if (error instanceof GatewayError) return error;
  return error instanceof GraphQLError && error.originalError
    ? gatewayErrorIn(error.originalError)
    : undefined;
}

/**
 * Returns the part of an error that the caller may see. Errors of the gateway and of GraphQL are returned as they are;
 * any other error becomes `message`. `requestId` finds the original in the server's log.
 */
export function maskError(error: unknown, message: string, requestId?: string): Error {
  const known = gatewayErrorIn(error);
  if (known) return asGraphQLError(known, error instanceof GraphQLError ? error : undefined, requestId);
  const extensions = {
    code: 'INTERNAL_SERVER_ERROR',
    unexpected: true,
    ...(requestId === undefined ? {} : { requestId }),
  };
  if (error instanceof GraphQLError) {
    const { originalError } = error;
    if (!originalError || originalError instanceof GraphQLError) return error;
    return new GraphQLError(message, {
      ...(error.nodes ? { nodes: error.nodes } : {}),
      ...(error.path ? { path: error.path } : {}),
      extensions,
    });
  }
  return new GraphQLError(message, { extensions });
}
