import type { FetcherParams } from '@graphiql/toolkit';
import type { Headers } from './subscribers/subscriber.ts';

/** Sends an operation by GraphQL over HTTP. */
export function postOperation(
  url: string,
  params: FetcherParams,
  headers: Headers,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: JSON.stringify(params),
    ...(signal && { signal }),
  });
}
