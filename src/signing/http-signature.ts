import { equalInConstantTime, hmacHex } from './hmac.ts';

/** The signed parts of an HTTP API request. The query covers the body by `body_md5`. */
export interface SignedRequest {
  method: string;
  path: string;
  /** Decoded. The signature does not cover `auth_signature` itself. */
  query: Iterable<readonly [name: string, value: string]>;
}

/** Returns the text to sign: `METHOD\npath\nquery`, with lowercase parameter names in sorted order. */
export function requestStringToSign({ method, path, query }: SignedRequest): string {
  const parameters = [...query]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name !== 'auth_signature')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`);
  return `${method.toUpperCase()}\n${path}\n${parameters.join('&')}`;
}

/** Returns the `auth_signature` of a request. */
export function signRequest(secret: string, request: SignedRequest): string {
  return hmacHex(secret, requestStringToSign(request));
}

/** Verifies an `auth_signature` in constant time. */
export function isRequestSignature(secret: string, request: SignedRequest, signature: string): boolean {
  return equalInConstantTime(signature, signRequest(secret, request));
}

/** Returns the `X-Pusher-Signature` of a webhook. It covers the body as sent, byte for byte. */
export function signWebhook(secret: string, body: string | Uint8Array): string {
  return hmacHex(secret, body);
}
