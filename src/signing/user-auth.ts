import type { Credentials } from './credentials.ts';
import { equalInConstantTime, hmacHex } from './hmac.ts';

/** The content that the `auth` of a sign-in signs. */
export interface UserClaim {
  socketId: string;
  /** The exact text that the client sends. */
  userData: string;
}

/** Returns the `auth` of `pusher:signin`: `key:signature`. */
export function signUser({ key, secret }: Credentials, { socketId, userData }: UserClaim): string {
  return `${key}:${hmacHex(secret, `${socketId}::user::${userData}`)}`;
}

/** Verifies an `auth` in constant time. */
export function isUserAuth(credentials: Credentials, claim: UserClaim, auth: string): boolean {
  return equalInConstantTime(auth, signUser(credentials, claim));
}
