import { z } from 'zod';
import { parseJson, userIdFault, userIdText } from '../../protocol/index.ts';
import { channelStringToSign, isChannelAuth } from '../../signing/index.ts';
import type { App } from '../app.ts';
import { keyPairOf } from '../app-keys.ts';
import { type Channel, userIdOf } from '../channel/index.ts';
import type { Connection } from '../connection/index.ts';
import type { ChannelsLimits } from '../limits.ts';

/** The data of `pusher:subscribe`. */
export interface SubscribeRequest {
  channel: string;
  auth?: string | undefined;
  channel_data?: string | undefined;
}

/** Why a subscription is rejected: the data of `pusher:subscription_error`. */
export interface Rejection {
  type: 'AuthError' | 'LimitReached' | 'InvalidRequest';
  error: string;
  /** The matching HTTP status. */
  status: 400 | 401 | 403;
}

/** The member that a connection joins a presence channel as. */
export interface JoiningMember {
  id: string;
  info: unknown;
}

/**
 * Authorizes a subscription. Returns `undefined` if its signature is valid or the channel is public. The error texts are
 * those of hosted Pusher, because developers search for them.
 */
export function authRejection(
  app: App,
  connection: Connection,
  { channel, auth, channel_data }: SubscribeRequest,
  access: Channel['parsed']['access'],
): Rejection | undefined {
  const userId = userIdOf(channel);
  if (userId !== undefined)
    return connection.user?.id === userId
      ? undefined
      : unauthorized(
          `Only connections that are signed in as ${userId} may subscribe to this channel. Sign in first.`,
        );
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

/** Returns the joining member: from `channel_data`, or else the user that the connection has signed in as. */
export function joiningMember(
  { user }: Connection,
  { channel, channel_data: channelData }: SubscribeRequest,
  limits: ChannelsLimits,
): JoiningMember | Rejection {
  if (channelData === undefined) {
    if (!user)
      return invalid(
        `${channel} is a presence channel and subscription must include channel_data, or follow a sign-in`,
      );
    return { id: user.id, info: user.info };
  }
  const parsed = memberSchema.safeParse(parseJson(channelData));
  if (!parsed.success)
    return invalid('channel_data must be a JSON object with a user_id, which is a string.');
  const { user_id, user_info: info } = parsed.data;
  // Laravel and others send numbers, but an id in the protocol is a string.
  const id = userIdText(user_id);
  if (id === undefined) return invalid(`channel_data: user_id ${userIdFault(user_id)}.`);
  if (id.length > limits.userIdLength)
    return tooMuch(`The user_id has ${id.length} characters. The maximum is ${limits.userIdLength}.`);
  const bytes = Buffer.byteLength(channelData);
  if (bytes > limits.memberBytes)
    return tooMuch(`The channel_data has ${bytes} bytes. The maximum is ${limits.memberBytes}.`);
  return { id, info };
}

export function isRejection(value: object): value is Rejection {
  return 'error' in value;
}

export function unauthorized(error: string): Rejection {
  return { type: 'AuthError', error, status: 401 };
}

export function invalid(error: string): Rejection {
  return { type: 'InvalidRequest', error, status: 400 };
}

export function tooMuch(error: string): Rejection {
  return { type: 'LimitReached', error, status: 403 };
}
