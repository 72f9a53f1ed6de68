/** GraphQL over HTTP, several requests at once. */

import { type Result, splitUserinfo } from '../../protocol/index.ts';
import type { ClientOptions } from '../client-options.ts';
import { isObject } from '../ordering/index.ts';

/** What became of one request. */
export type Outcome =
  | { answer: Result }
  /** Worth another try unless `isFinal`; `retryAfter`, in milliseconds, when the server said so. */
  | { failure: unknown; isFinal?: boolean; retryAfter?: number };

/** The server did not take the requests as one batch. `isForever`: it would not take others either. */
export interface RefusedBatch {
  isForever: boolean;
}

/** Sends requests that are JSON already. Outcomes are in their order. Rejects with what `headers` throws. */
export type Post = (requests: readonly string[]) => Promise<Outcome[] | RefusedBatch>;

/** Codes that say "later", whatever the HTTP status was: one answer of a batch may be such. */
const passing = /^RATE_LIMITED$|_UNAVAILABLE$/;

export function createPost({
  url: given,
  headers,
  credentials,
  requestTimeout = 30_000,
  ...options
}: ClientOptions): Post {
  const { url, authorization } = splitUserinfo(given);
  /** The server has answered a batch before. */
  let takesBatches = false;

  return async (requests) => {
    const sent = new Headers(await (typeof headers === 'function' ? headers() : headers));
    if (authorization && !sent.has('authorization')) sent.set('authorization', authorization);
    sent.set('content-type', 'application/json');
    sent.set('accept', 'application/graphql-response+json, application/json');
    let response: Response;
    let text: string;
    try {
      response = await (options.fetch ?? fetch)(url, {
        method: 'POST',
        headers: sent,
        // One alone is an ordinary GraphQL request, for every server and log.
        body: requests.length === 1 ? (requests[0] ?? '') : `[${requests.join(',')}]`,
        signal: AbortSignal.timeout(requestTimeout),
        ...(credentials && { credentials }),
      });
      text = await response.text();
    } catch (failure) {
      return requests.map(() => ({ failure }));
    }
    const { status } = response;
    const body = parseJson(text);
    if (requests.length > 1) {
      if (Array.isArray(body)) takesBatches = true;
      else if (isOfTheBatch(status, body) && !(takesBatches && status >= 500)) {
        return { isForever: status !== 413 && status < 500 };
      }
    }
    return requests.map((_, index): Outcome => {
      const answer: unknown = Array.isArray(body) ? body[index] : body;
      const errors = isObject(answer) ? (answer as Result).errors : undefined;
      const code = String(errors?.[0]?.extensions?.code);
      // A fault of a resolver or a rule, such as an `authorize` that throws, has the same outcome at every try.
      const isFault = code === 'INTERNAL_SERVER_ERROR';
      const isPassing = !isFault && (status === 429 || status >= 500 || passing.test(code));
      if (isObject(answer) && !isPassing) return { answer };
      return {
        failure: errors ?? new Error(`${url} answered ${status}, and no GraphQL.`),
        isFinal: !isPassing,
        retryAfter: millisecondsOf(response.headers.get('retry-after')),
      };
    });
  };
}

/**
 * Whether an answer that is no list is about the batch itself: too large, too long, or a list where the server expects
 * an object. Otherwise each of its requests alone would get the same answer.
 */
function isOfTheBatch(status: number, body: unknown): boolean {
  const code = isObject(body) ? (body as Result).errors?.[0]?.extensions?.code : undefined;
  return ![401, 429, 502, 503, 504].includes(status) && !passing.test(String(code));
}

/** `undefined` when it is no JSON: proxies answer in HTML. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds, or as a date. */
function millisecondsOf(retryAfter: string | null): number {
  return Number(retryAfter) * 1_000 || Date.parse(retryAfter ?? '') - Date.now() || 0;
}
