import { GraphQLError } from 'graphql';
import { gatewayErrorIn } from '../../core/index.ts';
import type { Authenticate } from '../../jwt/index.ts';
import type { RateLimits } from './rate-limits.ts';

/**
 * The same authentication, whose refusals are counted for the address that they go to. The token is looked at first:
 * whoever holds one that is good gets in, however many bad ones come from the same address.
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

/** An authentication of the application's own may refuse in GraphQL's words. */
function rejectionCode(error: unknown): unknown {
  return gatewayErrorIn(error)?.code ?? (error instanceof GraphQLError ? error.extensions.code : undefined);
}
