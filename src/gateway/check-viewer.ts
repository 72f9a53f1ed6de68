import { GatewayError } from '../core/index.ts';
import type { Authenticate } from '../jwt/index.ts';
import { userIdFault, userIdText } from '../protocol/index.ts';

/**
 * Wraps `authenticate` and converts the ids of viewers and of their watchlists to strings. An application may return
 * numbers from its database.
 * @throws {GatewayError} `UNAUTHENTICATED` if an id is invalid or is a number that JavaScript cannot represent exactly.
 */
export function checkViewer(authenticate: Authenticate): Authenticate {
  return async (request, parameters) => {
    const viewer = await authenticate(request, parameters);
    if (!viewer) return undefined;
    const id = textOf(viewer.id, "The viewer's id");
    const watchlist = viewer.watchlist?.map((each) => textOf(each, "An id of the viewer's watchlist"));
    const isSame =
      id === viewer.id && watchlist?.every((each, at) => each === viewer.watchlist?.[at]) !== false;
    return isSame ? viewer : { ...viewer, id, ...(watchlist ? { watchlist } : {}) };
  };
}

function textOf(given: unknown, what: string): string {
  const id = userIdText(given);
  if (id !== undefined) return id;
  throw new GatewayError('UNAUTHENTICATED', `${what} ${userIdFault(given)}.`);
}
