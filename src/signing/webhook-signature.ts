import { hmacHex } from './hmac.ts';

/** Returns the `X-Pusher-Signature` of a webhook. It covers the body as sent, byte for byte. */
export function signWebhook(secret: string, body: string | Uint8Array): string {
  return hmacHex(secret, body);
}
