import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Returns the HMAC-SHA256 in lowercase hex, the format of all Pusher signatures. */
export function hmacHex(secret: string, text: string | Uint8Array): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Returns the MD5 in lowercase hex. A request signature covers the body through this digest. */
export function md5Hex(body: string | Uint8Array): string {
  return createHash('md5').update(body).digest('hex');
}

/** Compares in a time that does not depend on where the texts differ, so that a signature cannot be guessed byte by byte. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  // The length of a signature is not secret.
  return a.length === b.length && timingSafeEqual(a, b);
}
