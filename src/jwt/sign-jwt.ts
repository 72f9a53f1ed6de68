import { SignJWT } from 'jose';

/** Options of {@link signJwt}. */
export interface SignJwtOptions {
  /** What the gateway's `createJwtAuthentication({ secret })` knows as well. */
  readonly secret: string;
  /** As `2h` or `7 days`. Default `1h`. */
  readonly expiresIn?: string;
}

/**
 * Signs a token (HS256) that {@link createJwtAuthentication} accepts: for scripts and tests.
 *
 * @example await signJwt({ sub: 'ada', name: 'Ada' }, { secret })
 */
export function signJwt(
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  { secret, expiresIn = '1h' }: SignJwtOptions,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(new TextEncoder().encode(secret));
}
