import { equalInConstantTime, hmacHex } from './hmac.ts';

/** A key pair of an app. The key is public. The secret must stay on the servers. */
export interface Credentials {
  key: string;
  secret: string;
}

/** The content that a subscription's `auth` signs. It includes `channelData` whenever the client sends it, also on private channels. */
export interface ChannelClaim {
  socketId: string;
  channel: string;
  /** The exact text that the client sends: another spelling of the same JSON has another signature. */
  channelData?: string | undefined;
}

/** Returns the text that an `auth` signs. */
export function channelStringToSign({ socketId, channel, channelData }: ChannelClaim): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

/** Returns the `auth` of a subscription: `key:signature`. */
export function signChannel({ key, secret }: Credentials, claim: ChannelClaim): string {
  return `${key}:${hmacHex(secret, channelStringToSign(claim))}`;
}

/** Verifies an `auth` in constant time. */
export function isChannelAuth(credentials: Credentials, claim: ChannelClaim, auth: string): boolean {
  return equalInConstantTime(auth, signChannel(credentials, claim));
}

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
