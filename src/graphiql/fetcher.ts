import type { Fetcher, FetcherOpts, FetcherParams, FetcherReturnType } from '@graphiql/toolkit';
import { getOperationAST } from 'graphql';
import type { ExecutionResult } from '../client/index.ts';
import { postOperation } from './post-operation.ts';
import type { Carrier } from './status.ts';
import type { Subscriber } from './subscriber.ts';

/** Queries and mutations go over HTTP, subscriptions over whatever `carrier` says when they start. */
export function createFetcher(
  url: string,
  subscribers: Readonly<Record<Carrier, Subscriber>>,
  carrier: () => Carrier,
): Fetcher {
  return (params, { headers = {}, documentAST } = {}) => {
    const results = isSubscription(params, documentAST)
      ? subscribers[carrier()](params, headers)
      : execute(url, params, headers);
    // GraphiQL's types speak of instances of GraphQLError; what it is given, and shows, is their JSON.
    return results as FetcherReturnType;
  };
}

/** A document that cannot be parsed has no `documentAST`; the server then says what is wrong with it. */
function isSubscription({ operationName }: FetcherParams, document: FetcherOpts['documentAST']): boolean {
  return document !== undefined && getOperationAST(document, operationName)?.operation === 'subscription';
}

async function execute(
  url: string,
  params: FetcherParams,
  headers: Record<string, string>,
): Promise<ExecutionResult> {
  const response = await postOperation(url, params, headers);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The server answered ${response.status}, and no JSON: ${text.slice(0, 500)}`, { cause });
  }
}
