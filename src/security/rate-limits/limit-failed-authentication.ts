import { GraphQLError } from 'graphql';
import { gatewayErrorIn } from '../../core/index.ts';
import type { Authenticate } from '../../jwt/index.ts';
import type { RateLimits } from './rate-limits.ts';

/**
 * Wraps `authenticate` and counts failures by address. The token is verified first, so a client with a valid token is
 * authenticated even if many invalid tokens come from the same address.
 */
export function limitFailedAuthentication(authenticate: Authenticate, limits: RateLimits): Authenticate {
  return async (request, parameters) => {
    try {
      return await authenticate(request, parameters);
    } catch (error) {
      if (rejectionCode(error) === 'UNAUTHENTICATED')
        await limits.take('authenticate', { viewer: undefined, request });
      throw error;
    }
  };
}

/** The code of an error. The application's `authenticate` may throw a `GraphQLError`. */
function rejectionCode(error: unknown): unknown {
  return gatewayErrorIn(error)?.code ?? (error instanceof GraphQLError ? error.extensions.code : undefined);
}
