/** Three ways to authenticate a viewer. */
import { type Authenticate, createJwtAuthentication } from 'graphql-pusher';

// #region jwks
export const byIdentityProvider = createJwtAuthentication({
  jwksUrl: 'https://login.example.com/.well-known/jwks.json',
  algorithms: ['RS256'],
  issuer: 'https://login.example.com/',
  audience: 'chat',
});
// #endregion jwks

// #region secret
export const bySecret = createJwtAuthentication({
  secret: process.env.JWT_SECRET ?? 'only for development: 32 bytes or more',
  // Other members of a presence channel see this information.
  info: ({ name }) => ({ name }),
});
// #endregion secret

/** In place of a database table of sessions. */
const sessions = new Map([['s1', { userId: 'ada', role: 'editor' }]]);

// #region session
export const bySession: Authenticate = (request) => {
  const [, id = ''] = /(?:^|; )session=([^;]+)/.exec(request.headers.get('cookie') ?? '') ?? [];
  const session = sessions.get(id);
  // Without a session there is no viewer. PUBLIC channels remain accessible.
  if (!session) return undefined;
  return { id: session.userId, claims: { sub: session.userId, role: session.role } };
};
// #endregion session
