import { z } from 'zod';
import { parseInput, requireViewer, signUserIn, socketIdInput } from '../../builtins/index.ts';
import { readParameters } from '../request-parameters.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';

const userAuthInput = z.object({ socket_id: socketIdInput });

/** `POST /pusher/user-auth`: signs a user in. The default endpoint of pusher-js. */
export function createUserAuthEndpoint({ transport, authenticate, rateLimits }: EndpointOptions): Endpoint {
  return async (request, body) => {
    const { single } = readParameters(request, body);
    const viewer = requireViewer(await authenticate(request, single));
    await rateLimits.take('authorize', { viewer, request });
    const { socket_id: socketId } = parseInput(userAuthInput, single);
    const { auth, userData } = signUserIn(transport, socketId, viewer);
    return { auth, user_data: userData };
  };
}
