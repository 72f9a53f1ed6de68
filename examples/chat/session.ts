import { GatewayError } from 'graphql-pusher';
import { SignJWT } from 'jose';
import type { User } from './model.ts';

/** Returns the user with this name, without a password, because this is an example. */
export function userNamed(name: string): User {
  const shown = name.trim();
  const id = shown
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (id === '' || shown.length > 40) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      'A name must have 1 to 40 characters and contain a letter from a to z or a digit.',
    );
  }
  return { id, name: shown };
}

/** Returns a token that expires after one day. */
export function tokenFor(user: User, secret: string): Promise<string> {
  return new SignJWT({ name: user.name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime('1d')
    .sign(new TextEncoder().encode(secret));
}
