import { RequestError } from './request.ts';

/** What went wrong, in words that can be shown, and whether signing in afresh is the cure. */
export interface Problem {
  readonly message: string;
  readonly code: string | undefined;
}

/** Reads what a request throws, and what our client hands to a sink: an `Error`, or GraphQL errors in an array. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return { message: error.message, code: error.code };
  const [first] = Array.isArray(error) ? error : [error];
  const { message, extensions } = first as { message?: string; extensions?: { code?: string } };
  return { message: message ?? 'Something went wrong.', code: extensions?.code };
}

/** The token has expired, or is none that this server made. */
export function needsSignIn({ code }: Problem): boolean {
  return code === 'UNAUTHENTICATED';
}
