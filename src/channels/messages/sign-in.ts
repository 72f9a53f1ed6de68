import { z } from 'zod';
import { parseJson, userIdFault, userIdText } from '../../protocol/index.ts';
import { isUserAuth } from '../../signing/index.ts';
import { type App, addTo, removeFrom } from '../app.ts';
import { keyPairOf } from '../app-keys.ts';
import { type Connection, protocolEvent } from '../connection/index.ts';

import { announceUser, startWatching, stopWatching } from './watchlist.ts';

/** The data of `pusher:signin`. */
export interface SignInRequest {
  auth: string;
  user_data: string;
}

const userSchema = z.object({
  id: z.unknown(),
  user_info: z.unknown().optional(),
  watchlist: z.array(z.string()).default([]),
});

/** Why a sign-in is rejected, and whether that closes the connection. */
export interface SignInRejection {
  reason: string;
  closes: boolean;
}

/** Signs a connection in as a user. An invalid signature closes the connection. */
export function signIn(
  app: App,
  connection: Connection,
  { auth, user_data }: SignInRequest,
): SignInRejection | undefined {
  if (!app.settings.userAuthentication)
    return { reason: 'User authentication is not enabled for this app.', closes: false };
  const pair = keyPairOf(app.settings, auth.split(':', 1)[0]);
  if (!pair || !isUserAuth(pair, { socketId: connection.socketId, userData: user_data }, auth))
    return {
      reason: `Invalid signature: Expected HMAC SHA256 hex digest of ${connection.socketId}::user::${user_data}`,
      closes: true,
    };
  const parsed = userSchema.safeParse(parseJson(user_data));
  if (!parsed.success)
    return {
      reason:
        'user_data must be a JSON object with an id, which is a string, and optionally a watchlist, which is a list of strings.',
      closes: true,
    };
  const { user_info: info, watchlist } = parsed.data;
  const id = userIdText(parsed.data.id);
  if (id === undefined) return { reason: `user_data: id ${userIdFault(parsed.data.id)}.`, closes: true };
  if (id.length > app.settings.limits.userIdLength)
    return {
      reason: `The user id has ${id.length} characters. The maximum is ${app.settings.limits.userIdLength}.`,
      closes: true,
    };
  if (connection.user && connection.user.id !== id)
    return {
      reason: `This connection is already signed in as ${connection.user.id}. Open another connection for another user.`,
      closes: false,
    };

  // A repeated sign-in of the same user can have another watchlist.
  stopWatching(app, connection);
  const isOnline = app.users.has(id);
  connection.user = { id, info, watchlist: watchlist.slice(0, app.settings.limits.watchlist) };
  connection.authorized = true;
  addTo(app.users, id, connection);
  connection.send({ event: protocolEvent.signedIn, data: { user_data } });
  startWatching(app, connection, watchlist.length);
  if (!isOnline) announceUser(app, id, 'online');
  return undefined;
}

/** Signs a connection out. */
export function signOut(app: App, connection: Connection): void {
  if (!connection.user) return;
  const { id } = connection.user;
  stopWatching(app, connection);
  connection.user = undefined;
  if (removeFrom(app.users, id, connection)) announceUser(app, id, 'offline');
}
