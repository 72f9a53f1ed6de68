import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { GatewayError } from '../core/index.ts';
import { splitUserinfo } from '../protocol/index.ts';

/** How tokens are signed: exactly one of the three. */
export type JwtKey =
  /** HS256. At least 32 bytes that nobody can guess. */
  | { readonly secret: string }
  /** PEM (SPKI), and the one algorithm that it is for. */
  | { readonly publicKey: string; readonly algorithm: string }
  /** Fetched when needed, cached, and fetched again when a token names a key that is not there. */
  | {
      readonly jwksUrl: string;
      readonly algorithms: readonly string[];
      /** For how long after a fetch unknown keys cause no other, in ms. Default 30 s. */
      readonly jwksCooldown?: number;
    };

/** Answers what a token says. Rejects as jose does, or with `AUTHENTICATION_UNAVAILABLE` when there are no keys now. */
export type VerifyToken = (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

/**
 * The algorithm is ours to say and never the token's: `none`, or a public key used as an HMAC secret, get nowhere.
 * @throws for a key that cannot be used.
 */
export function createVerifyToken(key: JwtKey): VerifyToken {
  if ('secret' in key) {
    if (key.secret === '') throw new Error('The secret of tokens is empty: anybody could sign with it.');
    if (/-----BEGIN [A-Z ]*(PUBLIC KEY|CERTIFICATE)-----/.test(key.secret))
      throw new Error('The secret of tokens is a public key, which others know: give it as publicKey.');
    const secret = new TextEncoder().encode(key.secret);
    return async (token, options) =>
      (await jwtVerify(token, secret, { ...options, algorithms: ['HS256'] })).payload;
  }
  if ('publicKey' in key) {
    const algorithms = asymmetric([key.algorithm]);
    const publicKey = readPublicKey(key.publicKey, key.algorithm);
    return async (token, options) => (await jwtVerify(token, publicKey, { ...options, algorithms })).payload;
  }
  const algorithms = asymmetric(key.algorithms);
  const { jwksCooldown } = key;
  const { url, authorization } = splitUserinfo(key.jwksUrl);
  const location = URL.parse(url);
  // Not the URL itself, which may hold credentials.
  if (!location || !/^https?:$/.test(location.protocol))
    throw new Error('jwksUrl is not a URL that begins with https:// or http://.');
  const keys = createRemoteJWKSet(location, {
    ...(jwksCooldown === undefined ? {} : { cooldownDuration: jwksCooldown }),
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  });
  return async (token, options) => {
    const found: JWTVerifyGetKey = (header, input) => keys(header, input).catch(asOutage);
    return (await jwtVerify(token, found, { ...options, algorithms })).payload;
  };
}

/** Algorithms of signatures by a private key, as JWS names them, each with the kinds of keys (as Node names them) that it is for. */
const kindsOfKeys: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['RS256', 'RS384', 'RS512'].map((name) => [name, ['rsa']])),
  ...Object.fromEntries(['PS256', 'PS384', 'PS512'].map((name) => [name, ['rsa', 'rsa-pss']])),
  ES256: ['prime256v1'],
  ES384: ['secp384r1'],
  ES512: ['secp521r1'],
  EdDSA: ['ed25519'],
  Ed25519: ['ed25519'],
};

function asymmetric(algorithms: readonly string[]): string[] {
  if (algorithms.length === 0) throw new Error('Name at least one algorithm that tokens may be signed with.');
  const wrong = algorithms.find((each) => !Object.hasOwn(kindsOfKeys, each));
  if (wrong !== undefined) {
    throw new Error(
      `"${wrong}" is for no public key: name an asymmetric algorithm (${Object.keys(kindsOfKeys).join(', ')}).`,
    );
  }
  return [...algorithms];
}

function readPublicKey(pem: string, algorithm: string): KeyObject {
  const key = publicKeyIn(pem);
  const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? 'unknown';
  if (!kindsOfKeys[algorithm]?.includes(kind))
    throw new Error(`The public key of tokens is of the kind ${kind}, and ${algorithm} is for another.`);
  return key;
}

function publicKeyIn(pem: string): KeyObject {
  try {
    return createPublicKey({ key: pem, format: 'pem', type: 'spki' });
  } catch (cause) {
    throw new Error('The public key of tokens is no PEM in SPKI form ("BEGIN PUBLIC KEY").', { cause });
  }
}

/** A key that the provider does not have is the token's fault, and all else that of who publishes the keys. */
function asOutage(error: unknown): never {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    throw error;
  if (error instanceof errors.JOSENotSupported) throw error;
  throw new GatewayError(
    'AUTHENTICATION_UNAVAILABLE',
    'The keys that tokens are checked with cannot be fetched now: try again.',
    { cause: error },
  );
}
