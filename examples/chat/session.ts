import { GatewayError } from 'graphql-pusher';
import { SignJWT } from 'jose';
import type { User } from './model.ts';

/** Anybody is who they say they are: this is an example. */
export function userNamed(name: string): User {
  const shown = name.trim();
  const id = shown
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (id === '' || shown.length > 40) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      'A name has 1 to 40 characters, with a letter from a to z or a digit in it.',
    );
  }
  return { id, name: shown };
}

/** A token that the gateway accepts for a day. */
export function tokenFor(user: User, secret: string): Promise<string> {
  return new SignJWT({ name: user.name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime('1d')
    .sign(new TextEncoder().encode(secret));
}
