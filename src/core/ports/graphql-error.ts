import { GraphQLError } from 'graphql';
import { GatewayError } from './errors.ts';

/** Codes of well-formed requests: those who accept plain JSON only get 200, as GraphQL over HTTP has it. */
const statusOnlyBySpec = new Set(['BAD_USER_INPUT']);

/**
 * A refusal or outage as its caller sees it, at the place in the document where it happened. `requestId`: by which an
 * outage is found in the log.
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
        // Older clients, which accept plain JSON only, take any other status than 200 for a broken network.
        ...(statusOnlyBySpec.has(code) ? { spec: true } : {}),
        ...(retryAfter === undefined ? {} : { headers: { 'Retry-After': String(retryAfter) } }),
      },
    },
  });
}

/** The gateway's own error at the bottom of what GraphQL wrapped around it. */
export function gatewayErrorIn(error: unknown): GatewayError | undefined {
  if (error instanceof GatewayError) return error;
  return error instanceof GraphQLError && error.originalError
    ? gatewayErrorIn(error.originalError)
    : undefined;
}

/**
 * What a caller may see of an error: what was meant for them, and else that something went wrong, and by which id that
 * is found in the log.
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
