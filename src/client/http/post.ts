/** Sends GraphQL over HTTP, one request or a batch. */

import { isObject, parseJson, parseRetryAfter, type Result, splitUserinfo } from '../../protocol/index.ts';
import type { ClientOptions } from '../client-options.ts';

/** The result of one request. */
export type Outcome =
  | { response: Result }
  /** Can be retried unless `isFinal`. `retryAfter`: the server's `Retry-After`, in ms. */
  | { failure: unknown; isFinal?: boolean; retryAfter?: number | undefined };

/** The server rejected the requests as one batch. `isPermanent`: it would also reject other batches of this length. */
export interface RejectedBatch {
  isPermanent: boolean;
}

/** Sends serialized requests and resolves to their outcomes, in order. Rejects with the error that `headers` throws. */
export type Post = (requests: readonly string[]) => Promise<Outcome[] | RejectedBatch>;

/** Error codes that allow a retry, whatever the HTTP status: one response of a batch may have such a code. */
const temporary = /^RATE_LIMITED$|_UNAVAILABLE$/;

export function createPost({
  url: given,
  headers,
  credentials,
  requestTimeout = 30_000,
  ...options
}: ClientOptions): Post {
  const { url, authorization } = splitUserinfo(given);
  /** Whether the server has accepted a batch before. */
  let acceptsBatches = false;

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
        // A single request is sent without the array, so that every server and log handles it as ordinary GraphQL.
        body: requests.length > 1 ? `[${requests.join(',')}]` : (requests[0] ?? ''),
        signal: AbortSignal.timeout(requestTimeout),
        ...(credentials && { credentials }),
      });
      text = await response.text();
    } catch (failure) {
      return requests.map(() => ({ failure }));
    }
    const { status } = response;
    // `undefined` for text that is not JSON: proxies send HTML.
    const body = parseJson(text);
    if (requests.length > 1) {
      if (Array.isArray(body)) acceptsBatches = true;
      else if (concernsBatch(status, body) && !(acceptsBatches && status >= 500)) {
        return { isPermanent: status !== 413 && status < 500 };
      }
    }
    return requests.map((_, index): Outcome => {
      const result: unknown = Array.isArray(body) ? body[index] : body;
      const errors = isObject(result) ? (result as Result).errors : undefined;
      const code = String(errors?.[0]?.extensions?.code);
      // An error in a resolver or a rule, such as an `authorize` that throws, repeats at every retry.
      const isFault = code === 'INTERNAL_SERVER_ERROR';
      const isTemporary = !isFault && (status === 429 || status >= 500 || temporary.test(code));
      if (isObject(result) && !isTemporary) return { response: result };
      return {
        failure: errors ?? new Error(`${url} returned ${status} without GraphQL. Check the URL.`),
        isFinal: !isTemporary,
        retryAfter: parseRetryAfter(response.headers.get('retry-after')),
      };
    });
  };
}

/**
 * Returns whether a response that is not an array rejects the batch itself: too large, too long, or an array where the
 * server expects an object. Otherwise each request on its own would get the same response.
 */
function concernsBatch(status: number, body: unknown): boolean {
  const code = isObject(body) ? (body as Result).errors?.[0]?.extensions?.code : undefined;
  return ![401, 429, 502, 503, 504].includes(status) && !temporary.test(String(code));
}
