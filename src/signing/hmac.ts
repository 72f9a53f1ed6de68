import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 in lower-case hex, the form of every signature that Pusher knows. */
export function hmacHex(secret: string, text: string | Uint8Array): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** MD5 in lower-case hex: a digest of a request's body, which the signature then covers. */
export function md5Hex(body: string | Uint8Array): string {
  return createHash('md5').update(body).digest('hex');
}

/** Takes the same time wherever the two differ, so that a signature cannot be guessed byte by byte. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  // The length of a signature is no secret.
  return a.length === b.length && timingSafeEqual(a, b);
}
