/** Three ways to find out who asks. */
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
  // What other members of a presence channel see.
  info: ({ name }) => ({ name }),
});
// #endregion secret

/** Stands for your table of sessions. */
const sessions = new Map([['s1', { userId: 'ada', role: 'editor' }]]);

// #region session
export const bySession: Authenticate = (request) => {
  const [, id = ''] = /(?:^|; )session=([^;]+)/.exec(request.headers.get('cookie') ?? '') ?? [];
  const session = sessions.get(id);
  // No session: nobody, who may still have what is PUBLIC.
  if (!session) return undefined;
  return { id: session.userId, claims: { sub: session.userId, role: session.role } };
};
// #endregion session
