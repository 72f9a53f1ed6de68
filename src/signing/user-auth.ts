import type { Credentials } from './credentials.ts';
import { equalInConstantTime, hmacHex } from './hmac.ts';

/** What the `auth` of a sign-in signs. */
export interface UserClaim {
  socketId: string;
  /** The very text that is sent. */
  userData: string;
}

/** The `auth` of `pusher:signin`: `key:signature`. */
export function signUser({ key, secret }: Credentials, { socketId, userData }: UserClaim): string {
  return `${key}:${hmacHex(secret, `${socketId}::user::${userData}`)}`;
}

/** In constant time. */
export function isUserAuth(credentials: Credentials, claim: UserClaim, auth: string): boolean {
  return equalInConstantTime(auth, signUser(credentials, claim));
}
