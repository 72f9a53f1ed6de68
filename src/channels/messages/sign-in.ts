import { z } from 'zod';
import { userIdFault, userIdText } from '../../protocol/index.ts';
import { isUserAuth } from '../../signing/index.ts';
import { type App, addTo, takeFrom } from '../app.ts';
import { keyPairOf } from '../app-keys.ts';
import { type Connection, protocolEvent } from '../connection/index.ts';
import { jsonOf } from './authorization.ts';
import { announceUser, startWatching, stopWatching } from './watchlist.ts';

/** What a client sends to sign in. */
export interface SignInRequest {
  auth: string;
  user_data: string;
}

const userSchema = z.object({
  id: z.unknown(),
  user_info: z.unknown().optional(),
  watchlist: z.array(z.string()).default([]),
});

/** Why a sign-in fails, and whether it costs the connection. */
export interface SignInFailure {
  reason: string;
  closes: boolean;
}

/** Signs a connection in as a user. A false signature closes it. */
export function signIn(
  app: App,
  connection: Connection,
  { auth, user_data }: SignInRequest,
): SignInFailure | undefined {
  if (!app.settings.userAuthentication)
    return { reason: 'User authentication is not enabled for this app.', closes: false };
  const pair = keyPairOf(app.settings, auth.split(':', 1)[0]);
  if (!pair || !isUserAuth(pair, { socketId: connection.socketId, userData: user_data }, auth))
    return {
      reason: `Invalid signature: Expected HMAC SHA256 hex digest of ${connection.socketId}::user::${user_data}`,
      closes: true,
    };
  const parsed = userSchema.safeParse(jsonOf(user_data));
  if (!parsed.success)
    return {
      reason: 'user_data must be JSON with an id and a watchlist, which are strings.',
      closes: true,
    };
  const { user_info: info, watchlist } = parsed.data;
  const id = userIdText(parsed.data.id);
  if (id === undefined) return { reason: `user_data: id ${userIdFault(parsed.data.id)}.`, closes: true };
  if (id.length > app.settings.limits.userIdLength)
    return { reason: `A user id has at most ${app.settings.limits.userIdLength} characters.`, closes: true };
  if (connection.user && connection.user.id !== id)
    return {
      reason: `This connection is signed in as ${connection.user.id}: another user needs another connection.`,
      closes: false,
    };

  // Who signs in again, as the same user, may watch others now.
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

/** Forgets whom a connection was signed in as. */
export function signOut(app: App, connection: Connection): void {
  if (!connection.user) return;
  const { id } = connection.user;
  stopWatching(app, connection);
  connection.user = undefined;
  if (takeFrom(app.users, id, connection)) announceUser(app, id, 'offline');
}
