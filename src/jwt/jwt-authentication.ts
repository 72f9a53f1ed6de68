import { parseCookie } from 'cookie';
import { errors } from 'jose';
import { GatewayError, type Viewer } from '../core/index.ts';
import { userIdFault, userIdText } from '../protocol/index.ts';
import { createVerifyToken, type JwtKey } from './jwt-keys.ts';

/** Finds out who makes a request. `parameters` are those of its body or query, for stock pusher-js. */
export type Authenticate = (
  request: Request,
  parameters: Readonly<Record<string, string>>,
) => Viewer | undefined | Promise<Viewer | undefined>;

export type JwtAuthenticationOptions = JwtKey & {
  readonly issuer?: string;
  readonly audience?: string;
  /** How far clocks may differ, in seconds. Default 5. */
  readonly clockTolerance?: number;
  /** The time, in ms since 1970. Default: `Date.now`. */
  readonly now?: () => number;
  /** Of the cookie and of the parameter that may hold the token beside the `Authorization` header. Default `deWT`. */
  readonly parameter?: string;
  /** What other members of a presence channel see. Default: the claim `name`, when there is one. */
  readonly info?: (
    claims: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>> | undefined;
  /**
   * Ids of users of whom a connection that has signed in hears when they come and go. Default: the claim `watchlist`,
   * when it is a list of ids.
   */
  readonly watchlist?: (claims: Readonly<Record<string, unknown>>) => readonly string[] | undefined;
};

/**
 * Authenticates by a JWT: `Authorization: Bearer …`, else the cookie, else the parameter. No token: no viewer.
 * Throws `UNAUTHENTICATED` for one that cannot be trusted.
 * @throws at once, for a key that cannot be used.
 */
export function createJwtAuthentication(options: JwtAuthenticationOptions): Authenticate {
  const { issuer, audience, clockTolerance = 5, parameter = 'deWT', now = Date.now } = options;
  const { info = nameOf, watchlist = watchlistOf } = options;
  const verify = createVerifyToken(options);
  const expected = {
    clockTolerance,
    requiredClaims: ['sub'],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };

  return async (request, parameters) => {
    const token = tokenOf(request, parameters, parameter);
    if (token === undefined) return undefined;
    const options = { ...expected, currentDate: new Date(now()) };
    const claims = await verify(token, options).catch((error: unknown): never => {
      if (error instanceof GatewayError) throw error;
      const reason = error instanceof errors.JOSEError ? error.message : 'it is not a token';
      throw new GatewayError('UNAUTHENTICATED', `The token is not accepted: ${reason}.`, { cause: error });
    });
    if (typeof claims.sub !== 'string' || claims.sub === '') {
      throw new GatewayError(
        'UNAUTHENTICATED',
        `The token is not accepted: its "sub" ${userIdFault(claims.sub)}.`,
      );
    }
    const shown = info(claims);
    const watched = watchlist(claims);
    return {
      id: claims.sub,
      claims,
      ...(shown ? { info: shown } : {}),
      ...(watched ? { watchlist: watched } : {}),
    };
  };
}

function tokenOf(
  request: Request,
  parameters: Readonly<Record<string, string>>,
  parameter: string,
): string | undefined {
  const header = request.headers.get('authorization');
  if (header) {
    const token = /^Bearer +(\S+)$/i.exec(header.trim())?.[1];
    if (!token)
      throw new GatewayError('UNAUTHENTICATED', 'The Authorization header must read "Bearer <token>".');
    return token;
  }
  const cookie = parseCookie(request.headers.get('cookie') ?? '')[parameter];
  return cookie || parameters[parameter] || undefined;
}

function nameOf(claims: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  return typeof claims.name === 'string' ? { name: claims.name } : undefined;
}

function watchlistOf({ watchlist }: Readonly<Record<string, unknown>>): string[] | undefined {
  if (!Array.isArray(watchlist)) return undefined;
  const ids = watchlist.map(userIdText);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}
