import type { Transport, UserAuth, Viewer } from '../core/index.ts';
import { checkUserId } from '../core/member.ts';

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
