import { RequestError } from './request.ts';

/** An error with a message for the user. */
export interface Problem {
  readonly message: string;
  readonly code: string | undefined;
}

/** Converts an error of `request`, or of the client: an `Error`, or an array of GraphQL errors. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return { message: error.message, code: error.code };
  const [first] = Array.isArray(error) ? error : [error];
  const { message, extensions } = first as { message?: string; extensions?: { code?: string } };
  return { message: message ?? 'An unknown error occurred.', code: extensions?.code };
}

/** Returns whether the user must sign in again: the token is expired or invalid. */
export function needsSignIn({ code }: Problem): boolean {
  return code === 'UNAUTHENTICATED';
}
