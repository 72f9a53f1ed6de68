import { equalInConstantTime, hmacHex } from './hmac.ts';

/** A request to the HTTP API, as far as its signature covers it. The body is covered by `body_md5` in the query. */
export interface SignedRequest {
  method: string;
  path: string;
  /** Unescaped. `auth_signature` itself is left out. */
  query: Iterable<readonly [name: string, value: string]>;
}

/** `METHOD\npath\nquery`, the query sorted by its lower-cased names. */
export function requestStringToSign({ method, path, query }: SignedRequest): string {
  const parameters = [...query]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name !== 'auth_signature')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`);
  return `${method.toUpperCase()}\n${path}\n${parameters.join('&')}`;
}

/** The `auth_signature` of a request. */
export function signRequest(secret: string, request: SignedRequest): string {
  return hmacHex(secret, requestStringToSign(request));
}

/** In constant time. */
export function isRequestSignature(secret: string, request: SignedRequest, signature: string): boolean {
  return equalInConstantTime(signature, signRequest(secret, request));
}
