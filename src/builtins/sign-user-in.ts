import { checkUserId, type Transport, type UserAuth, type Viewer } from '../core/index.ts';

/** Lets a connection sign in as the viewer, and as nobody else. */
export function signUserIn(transport: Transport, socketId: string, viewer: Viewer): UserAuth {
  const { id, info, watchlist } = viewer;
  checkUserId(id);
  return transport.authenticateUser(socketId, {
    id,
    ...(info ? { info } : {}),
    ...(watchlist ? { watchlist } : {}),
  });
}
