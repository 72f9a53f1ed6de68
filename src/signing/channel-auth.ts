import type { Credentials } from './credentials.ts';
import { equalInConstantTime, hmacHex } from './hmac.ts';

/** What a subscription's `auth` signs. `channelData` counts whenever it is sent, on private channels too. */
export interface ChannelClaim {
  socketId: string;
  channel: string;
  /** The very text that is sent: another spelling of the same JSON has another signature. */
  channelData?: string | undefined;
}

/** The text behind an `auth`. */
export function channelStringToSign({ socketId, channel, channelData }: ChannelClaim): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

/** The `auth` of a subscription: `key:signature`. */
export function signChannel({ key, secret }: Credentials, claim: ChannelClaim): string {
  return `${key}:${hmacHex(secret, channelStringToSign(claim))}`;
}

/** In constant time. */
export function isChannelAuth(credentials: Credentials, claim: ChannelClaim, auth: string): boolean {
  return equalInConstantTime(auth, signChannel(credentials, claim));
}
