import { z } from 'zod';
import { userIdFault, userIdText } from '../../protocol/index.ts';
import { channelStringToSign, isChannelAuth } from '../../signing/index.ts';
import type { App } from '../app.ts';
import { keyPairOf } from '../app-keys.ts';
import { type Channel, userIdOf } from '../channel/index.ts';
import type { Connection } from '../connection/index.ts';
import type { ChannelsLimits } from '../limits.ts';

/** What a client sends to join a channel. */
export interface SubscribeRequest {
  channel: string;
  auth?: string | undefined;
  channel_data?: string | undefined;
}

/** Why a client may not join a channel: the data of `pusher:subscription_error`. */
export interface Refusal {
  type: 'AuthError' | 'LimitReached' | 'InvalidRequest';
  error: string;
  /** In HTTP's words. */
  status: 400 | 401 | 403;
}

/** Who joins a presence channel. */
export interface JoiningMember {
  id: string;
  info: unknown;
}

/**
 * Checks the signature of a request to join. Returns `undefined` when it is valid, and for public channels. The texts are
 * those of hosted Pusher, which developers search for.
 */
export function authRefusal(
  app: App,
  connection: Connection,
  { channel, auth, channel_data }: SubscribeRequest,
  access: Channel['parsed']['access'],
): Refusal | undefined {
  const userId = userIdOf(channel);
  if (userId !== undefined)
    return connection.user?.id === userId
      ? undefined
      : unauthorized(`Only a connection that is signed in as ${userId} receives its events: sign in first.`);
  if (access === 'PUBLIC') return undefined;
  if (!auth) return unauthorized(`Auth info required to subscribe to ${channel}`);
  const [, key, signature] = /^([^:]+):(.+)$/s.exec(auth) ?? [];
  if (key === undefined)
    return unauthorized(
      `Auth value for subscription to ${channel} is invalid: should be of format 'key:signature'`,
    );
  const pair = keyPairOf(app.settings, key);
  if (!pair) return unauthorized(`Invalid key in subscription auth data: '${key}'`);
  const claim = { socketId: connection.socketId, channel, channelData: channel_data };
  if (isChannelAuth(pair, claim, auth)) return undefined;
  return unauthorized(
    `Invalid signature: Expected HMAC SHA256 hex digest of ${channelStringToSign(claim)}, but got ${signature}`,
  );
}

const memberSchema = z.object({
  user_id: z.unknown(),
  user_info: z.unknown().optional(),
});

/** The member that joins: from `channel_data`, or else whom the connection has signed in as. */
export function joiningMember(
  { user }: Connection,
  { channel, channel_data: channelData }: SubscribeRequest,
  limits: ChannelsLimits,
): JoiningMember | Refusal {
  if (channelData === undefined) {
    if (!user)
      return invalid(
        `${channel} is a presence channel and subscription must include channel_data, or follow a sign-in`,
      );
    return { id: user.id, info: user.info };
  }
  const parsed = memberSchema.safeParse(jsonOf(channelData));
  if (!parsed.success) return invalid('channel_data must be JSON with a user_id, which is a string.');
  const { user_id, user_info: info } = parsed.data;
  // Laravel and others send numbers; on the wire an id is a string.
  const id = userIdText(user_id);
  if (id === undefined) return invalid(`channel_data: user_id ${userIdFault(user_id)}.`);
  if (id.length > limits.userIdLength)
    return tooMuch(`A user_id has at most ${limits.userIdLength} characters; this one has ${id.length}.`);
  const bytes = Buffer.byteLength(channelData);
  if (bytes > limits.memberBytes)
    return tooMuch(`A member's channel_data has at most ${limits.memberBytes} bytes; this has ${bytes}.`);
  return { id, info };
}

export function isRefusal(value: object): value is Refusal {
  return 'error' in value;
}

export function unauthorized(error: string): Refusal {
  return { type: 'AuthError', error, status: 401 };
}

export function invalid(error: string): Refusal {
  return { type: 'InvalidRequest', error, status: 400 };
}

export function tooMuch(error: string): Refusal {
  return { type: 'LimitReached', error, status: 403 };
}

/** `undefined` when it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever asked says what is wrong with `undefined`.
    return undefined;
  }
}
