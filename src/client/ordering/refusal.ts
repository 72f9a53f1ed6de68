/** Reads refused subscriptions from the `pusher:error` messages of hosted Pusher, which have no code and no channel. */
import { isObject } from './incoming.ts';

/** The name of the channel follows. */
const named = [
  /^Invalid signature: Expected HMAC SHA256 hex digest of ["']?[\d.]+:/,
  /^Auth info required to subscribe to ["']?/,
  /^Auth value for subscription to ["']?/,
];
/** This text names no channel, so it concerns all whose subscription has no answer yet. */
const unnamed = /^Invalid key in subscription auth data/;
/** What can follow the name: the name itself can contain commas and full stops. */
const endOfName = /^(?:$|[\s:"']|[,.](?:\s|$))/;

/** A refusal as pusher-js emits it, when the connection's error is one of the subscription to this channel. */
export function refusalOf(
  error: unknown,
  channel: string,
  isPending: boolean,
): { type: string; error: string; status: number } | undefined {
  const data = isObject(error) && isObject(error.data) ? error.data : {};
  const { code, message } = data;
  if (code != null || typeof message !== 'string') return undefined;
  const isNamed = named.some((pattern) => {
    const rest = pattern.test(message) ? message.replace(pattern, '') : undefined;
    return rest?.startsWith(channel) && endOfName.test(rest.slice(channel.length));
  });
  return isNamed || (isPending && unnamed.test(message))
    ? { type: 'AuthError', error: message, status: 401 }
    : undefined;
}
