import { equalInConstantTime, hmacHex } from './hmac.ts';

/** The `X-Pusher-Signature` of a webhook: over the body as it travels, byte for byte. */
export function signWebhook(secret: string, body: string | Uint8Array): string {
  return hmacHex(secret, body);
}

/** In constant time. */
export function isWebhookSignature(secret: string, body: string | Uint8Array, signature: string): boolean {
  return equalInConstantTime(signature, signWebhook(secret, body));
}
