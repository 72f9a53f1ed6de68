import type { Credentials } from './credentials.ts';
import { equalInConstantTime, hmacHex } from './hmac.ts';

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
