/** Finds rejected subscriptions in the `pusher:error` messages of hosted Pusher, which have no code and no channel. */
import { isObject } from '../../protocol/index.ts';

/** The channel's name follows this text. */
const beforeName =
  /^(?:Invalid signature: Expected HMAC SHA256 hex digest of ["']?[\d.]+:|Auth (?:info required to subscribe|value for subscription) to ["']?)/;
/** This text names no channel, so it applies to every channel whose subscription is pending. */
const unnamed = /^Invalid key in subscription auth data/;
/** Text that can follow the name. The name itself can contain commas and periods. */
const endOfName = /^(?:$|[\s:"']|[,.](?:\s|$))/;

/**
 * Returns a rejection in the form that pusher-js emits when the connection's error rejects the subscription to this
 * channel, otherwise `undefined`.
 */
export function rejectionOf(
  error: unknown,
  channel: string,
  isPending: boolean,
): { type: string; error: string; status: number } | undefined {
  const data = isObject(error) && isObject(error.data) ? error.data : {};
  const { code, message } = data;
  if (code != null || typeof message !== 'string') return undefined;
  const rest = message.replace(beforeName, '');
  const isNamed = rest !== message && rest.startsWith(channel) && endOfName.test(rest.slice(channel.length));
  return isNamed || (isPending && unnamed.test(message))
    ? { type: 'AuthError', error: message, status: 401 }
    : undefined;
}
