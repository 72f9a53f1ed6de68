/** GraphQL over HTTP, several requests at once. */
import type { ErrorCode, Result } from '../protocol/index.ts';
import type { ClientOptions } from './client-options.ts';
import { isObject } from './incoming.ts';

/** What became of one request. */
export type Outcome =
  | { answer: Result }
  /** Worth another try; `retryAfter`, in milliseconds, when the server said so. */
  | { failure: unknown; retryAfter?: number | undefined };

/** Resolves with one outcome per request, in order. Rejects with what `headers` throws. */
export type Post = (requests: readonly object[]) => Promise<Outcome[]>;

/** Codes that say "later", whatever the HTTP status was: one answer of a batch may be such. */
const passing: readonly (ErrorCode | undefined)[] = [
  'RATE_LIMITED',
  'STORE_UNAVAILABLE',
  'PUSHER_UNAVAILABLE',
];

export function createPost({
  url,
  headers,
  credentials,
  requestTimeout = 30_000,
  ...options
}: ClientOptions): Post {
  async function send(requests: readonly object[], sent: Headers): Promise<Outcome[]> {
    const response = await (options.fetch ?? fetch)(url, {
      method: 'POST',
      headers: sent,
      // One alone is an ordinary GraphQL request, for every server and log.
      body: JSON.stringify(requests.length === 1 ? requests[0] : requests),
      signal: AbortSignal.timeout(requestTimeout),
      ...(credentials && { credentials }),
    });
    const retryAfter = millisecondsOf(response.headers.get('retry-after'));
    const isOutage = response.status === 429 || response.status >= 500;
    const body: unknown = await response.json().catch((cause: unknown) => {
      const error = new Error(`${url} answered ${response.status}, and no JSON.`, { cause });
      if (!isOutage) throw new Unusable(error);
      return { errors: error };
    });
    return requests.map((_, index): Outcome => {
      const answer: unknown = Array.isArray(body) ? body[index] : body;
      if (!isObject(answer)) throw new Unusable(new Error(`${url} answered no GraphQL response.`));
      const { errors } = answer as Result;
      const isPassing = errors?.[0] && passing.includes(errors[0].extensions?.code as ErrorCode);
      return isOutage || isPassing
        ? { failure: errors ?? new Error(`${url} answered ${response.status}.`), retryAfter }
        : { answer };
    });
  }

  return async (requests) => {
    const sent = new Headers(await (typeof headers === 'function' ? headers() : headers));
    sent.set('content-type', 'application/json');
    sent.set('accept', 'application/graphql-response+json, application/json');
    try {
      return await send(requests, sent);
    } catch (error) {
      if (error instanceof Unusable) throw error.cause;
      return requests.map(() => ({ failure: error }));
    }
  };
}

/** An answer that no further try would change. */
class Unusable extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

/** `Retry-After` in seconds, or as a date. */
function millisecondsOf(retryAfter: string | null): number | undefined {
  if (!retryAfter) return undefined;
  const seconds = Number(retryAfter);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1_000;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
